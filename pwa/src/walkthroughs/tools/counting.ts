// A quick count: who did, and who was looked at and did not yet. Pure.

export const COUNTED = ['students', 'pairs', 'groups'] as const;
export type Counted = (typeof COUNTED)[number];

/** Tap by tap, so that a slip of the thumb can be taken back. */
export interface Count {
	of: Counted;
	taps: readonly Tap[];
}

export type Tap = 'did' | 'not_yet';

export const nobody = (of: Counted = 'students'): Count => ({ of, taps: [] });

export const tapped = (count: Count, tap: Tap): Count => ({ ...count, taps: [...count.taps, tap] });

export const takenBack = (count: Count): Count => ({ ...count, taps: count.taps.slice(0, -1) });

export const many = (count: Count, tap: Tap): number => count.taps.filter((one) => one === tap).length;

/** "7 of 9", or 7 alone: whoever tapped only those who did has not said how many there are. */
export function figures(count: Count): { did: number; all: number | undefined } {
	const did = many(count, 'did');
	return { did, all: did === count.taps.length ? undefined : count.taps.length };
}
