/**
 * Nobody has touched this device for a while. Two clocks watch: one that no setting moves, and the wall's,
 * because the first may stand still while a tablet sleeps; whichever says longer is believed. A touch that
 * comes too late wakes nothing up.
 */
const SIGNS = ['pointerdown', 'keydown', 'input', 'wheel', 'touchmove'] as const;
const LOOK = 15_000;
const SAY_AGAIN = 5_000;

export class Idle {
	#steady = performance.now();
	#wall = Date.now();
	#said = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#limit: () => number;
	#over: () => void;
	#tell: () => void;
	#signs = new AbortController();

	/** `limit`: milliseconds, 0 is never. `tell`: somebody is here, for the other tabs. */
	constructor(limit: () => number, over: () => void, tell: () => void) {
		[this.#limit, this.#over, this.#tell] = [limit, over, tell];
		const { signal } = this.#signs;
		for (const sign of SIGNS) window.addEventListener(sign, () => this.#touched(), { signal, capture: true, passive: true });
		for (const back of ['focus', 'pageshow'] as const) window.addEventListener(back, () => this.#look(), { signal });
		document.addEventListener('visibilitychange', () => this.#look(), { signal });
		this.#look();
	}

	stop(): void {
		this.#signs.abort();
		clearTimeout(this.#timer);
	}

	/** Somebody is here, in this tab or in another. */
	awake(): void {
		[this.#steady, this.#wall] = [performance.now(), Date.now()];
	}

	#touched(): void {
		if (this.#left() <= 0) return this.#look();
		this.awake();
		if (this.#steady - this.#said < SAY_AGAIN) return;
		this.#said = this.#steady;
		this.#tell();
	}

	#look(): void {
		clearTimeout(this.#timer);
		const left = this.#left();
		if (left <= 0) this.#over();
		if (!this.#signs.signal.aborted) this.#timer = setTimeout(() => this.#look(), Math.min(LOOK, Math.max(left, 1000)));
	}

	#left(): number {
		const limit = this.#limit();
		const quiet = Math.max(performance.now() - this.#steady, Date.now() - this.#wall);
		return limit === 0 ? Infinity : limit - quiet;
	}
}
