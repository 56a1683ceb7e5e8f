// How long something may wait before the home screen says so, and how a wrong clock is kept from hushing it up.
import type { Answered, Entry } from '../../sync/core';

const DAY = 86_400_000;
/** Clocks are set right by a few minutes now and then; that is no jump. */
const SLACK = 600_000;

/** What the app has itself seen of the time since the oldest began to wait, whatever the clock did. */
export interface Watch {
	/** The oldest change that waits. */
	oldest: string;
	/** When it was looked at last, by the device's clock. */
	seen: number;
	/** Milliseconds that it has waited at least. */
	waited: number;
}

export type Overdue = { since: string; count: number; parked: number } | { since: undefined; count: number; parked: number };

/** Look at the clock again. A clock set back adds nothing, and takes nothing away. */
export function watched(watch: Watch | undefined, oldest: Entry | undefined, now: number): Watch | undefined {
	if (!oldest) return undefined;
	const { id, at } = oldest.mutation;
	if (watch?.oldest !== id) return { oldest: id, seen: now, waited: Math.max(0, now - Date.parse(at)) };
	return { oldest: id, seen: now, waited: watch.waited + Math.max(0, now - watch.seen) };
}

/**
 * What has waited for more than a day, or for who knows how long. A time of writing that lies in the future,
 * or before the last time that everything was sent, shows a clock that jumped: then it is said at once.
 */
export function overdueOf(known: { outbox: Entry[]; parked: Answered[]; inStep: string | undefined; watch: Watch | undefined; now: number }): Overdue | undefined {
	const { outbox, now, inStep, watch } = known;
	const parked = known.parked.filter(({ mutation }) => now - Date.parse(mutation.at) >= DAY || isFuture(mutation.at, now));
	const oldest = oldestOf(outbox);
	const jumped = oldest !== undefined && (isFuture(oldest.mutation.at, now) || isBefore(oldest, inStep) || isFuture(inStep, now));
	const late = oldest !== undefined && (now - Date.parse(oldest.mutation.at) >= DAY || (watch?.oldest === oldest.mutation.id && watch.waited >= DAY));
	if (!late && !jumped && parked.length === 0) return undefined;
	const times = [...(late || jumped ? outbox : []), ...parked].map(({ mutation }) => mutation.at).sort();
	const count = (late || jumped ? outbox.length : 0) + parked.length;
	return { since: jumped ? undefined : times[0], count, parked: parked.length };
}

/** The one that has waited longest: entries follow each other as they were written. */
export const oldestOf = (outbox: Entry[]): Entry | undefined => outbox.find(({ inFile }) => !inFile) ?? outbox[0];

const isFuture = (when: string | undefined, now: number): boolean => when !== undefined && Date.parse(when) > now + SLACK;

/** What came in a file was written on another device; its clock says nothing about ours. */
const isBefore = ({ inFile, mutation }: Entry, inStep: string | undefined): boolean =>
	!inFile && inStep !== undefined && Date.parse(mutation.at) < Date.parse(inStep) - SLACK;
