// A stopwatch for wait time. It goes on after a kill, and a clock that is set meanwhile does not move it while the page lives.

export interface Watch {
	/** By the device's clock, for after a kill. */
	startedAt: number;
	/** By the page's own clock, which nobody sets; a page that was opened anew has another one. */
	page?: { origin: number; at: number };
}

interface Clocks {
	wall: number;
	page: number;
	origin: number;
}

export const clocks = (): Clocks => ({ wall: Date.now(), page: performance.now(), origin: performance.timeOrigin });

export const started = ({ wall, page, origin }: Clocks): Watch => ({ startedAt: wall, page: { origin, at: page } });

/** Milliseconds since the start; never negative. */
export function waited(watch: Watch, { wall, page, origin }: Clocks): number {
	return Math.max(0, watch.page?.origin === origin ? page - watch.page.at : wall - watch.startedAt);
}

/** Whole seconds as one says them, with minutes from the second minute on. */
export function spoken(milliseconds: number): { minutes: number; seconds: number } {
	const whole = Math.round(milliseconds / 1000);
	return whole < 120 ? { minutes: 0, seconds: whole } : { minutes: Math.floor(whole / 60), seconds: whole % 60 };
}
