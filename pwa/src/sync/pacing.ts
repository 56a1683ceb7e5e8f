/**
 * How much to send at once, and when to try again: what a line teaches. A request that took long, or was cut
 * after a while, is halved next time, in both directions, so that a slow line or a proxy that cuts at 30 s
 * is passed in small steps instead of being met by the same request for ever. Pure but for its own memory.
 */
import { MUTATIONS } from './core.ts';

/** Rows that one answer may bring; the server's own page is the same. */
export const ROWS = 500;
/** A request that takes longer than this is given up, and comes back smaller. */
export const PATIENCE = 20_000;

const SLOW = 6_000;
const SMALLEST = 1 / 64;
const BACK_OFF = [2_000, 5_000, 15_000, 40_000, 120_000, 300_000];

export class Pacing {
	#share = 1;
	#failures = 0;
	#notBefore = 0;
	#now: () => number;
	#chance: () => number;

	/** `now`: ms that never jump, whatever somebody does to the clock of the device. */
	constructor(now: () => number = () => performance.now(), chance: () => number = () => Math.random()) {
		this.#now = now;
		this.#chance = chance;
	}

	/** At most so many mutations in the next request. */
	get most(): number {
		return Math.max(1, Math.round(MUTATIONS * this.#share));
	}

	/** At most so many rows in the next answer. */
	get page(): number {
		return Math.max(8, Math.round(ROWS * this.#share));
	}

	/** How long the server has asked to be left in peace, in ms. */
	get peace(): number {
		return Math.max(0, this.#notBefore - this.#now());
	}

	answered(took: number): void {
		this.#failures = 0;
		this.#notBefore = 0;
		if (took < SLOW) this.#share = Math.min(1, this.#share * 2);
		else if (took > PATIENCE / 2) this.#halve();
	}

	/** Nobody has answered, or not us. How long to wait before the next try, in ms; at least what the server asked for. */
	failed(took: number, retryAfter = 0): number {
		if (took >= SLOW) this.#halve();
		const step = BACK_OFF[Math.min(this.#failures++, BACK_OFF.length - 1)] as number;
		this.#notBefore = this.#now() + retryAfter * 1000;
		return Math.max(step * (0.5 + this.#chance() / 2), this.peace);
	}

	#halve(): void {
		this.#share = Math.max(SMALLEST, this.#share / 2);
	}
}
