// What time it is for a clock on the screen: a device's clock may be set while it runs, and the room's time goes on. Pure.

/** A device that slept: the page's own time may have stood still meanwhile. More than this was no sleep, but a clock that was set. */
const SLEPT = 12 * 3_600_000;
/** Clocks drift against each other, and are put right, by this much without anybody noticing. */
const DRIFT = 2_000;

/** How far the time went on, when the device's clock went on by `wall` and the page's own by `page` milliseconds. */
export function wentOn(wall: number, page: number): number {
	const slept = wall > page + DRIFT && wall <= SLEPT;
	return slept || Math.abs(wall - page) <= DRIFT ? wall : page;
}
