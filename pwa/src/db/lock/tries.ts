/**
 * Wrong tries slow down, and nothing is ever destroyed. The wait is counted while the app is looked at, by
 * a clock that cannot be set, and lies on the disk: neither a reload nor another date shortens it.
 */
import type { Tables } from '../tables';

/** `left`: milliseconds still to wait before the next try. */
export interface Tries { count: number; left: number }

export const FREE = 5;
const MINUTE = 60_000;
const PAUSES = [MINUTE / 2, MINUTE, 5 * MINUTE, 15 * MINUTE];

/** How long to wait after so many wrong tries. */
export function pauseAfter(count: number): number {
	return count < FREE ? 0 : (PAUSES[Math.min(count - FREE, PAUSES.length - 1)] ?? 0);
}

/** Count a try before it is made, so that ending the app in the middle frees nobody. False: not yet. */
export async function begin(tables: Tables): Promise<boolean> {
	return tables.db.transaction('rw', tables.kept, async () => {
		const { count, left } = await triesOf(tables);
		if (left > 0) return false;
		await tables.keep({ tries: { count: count + 1, left: pauseAfter(count + 1) } satisfies Tries });
		return true;
	});
}

/** So much of the wait has passed. */
export async function waited(tables: Tables, ms: number): Promise<Tries> {
	return tables.db.transaction('rw', tables.kept, async () => {
		const { count, left } = await triesOf(tables);
		const tries = { count, left: Math.max(0, left - ms) };
		if (left > 0) await tables.keep({ tries });
		return tries;
	});
}

export async function triesOf(tables: Tables): Promise<Tries> {
	return (await tables.value<Tries>('tries')) ?? { count: 0, left: 0 };
}
