// What waits, as a person would list it: by visit or meeting, and each note once, however often it was typed in.
import type { Mutation } from '../../sync/wire';
import { wordsOf } from './words';

/** A mutation that waits, with how often it was sent in vain. */
export interface Waits {
	mutation: Mutation;
	tries: number;
}

/** All that is the same thing to its author: a note, its wordings, its tags. */
export interface Line {
	key: string;
	mutation: Mutation;
	words: string;
	since: string;
	changes: number;
	tries: number;
}

export interface Group {
	/** A scope, or `meeting:<id>`. */
	key: string;
	lines: Line[];
	changes: number;
	since: string;
}

/** In the order in which they were begun. */
export function grouped(waits: Waits[]): Group[] {
	const groups = new Map<string, Waits[]>();
	for (const one of waits) push(groups, groupOf(one.mutation), one);
	return [...groups].map(([key, some]) => ({ key, lines: linesOf(some), changes: some.length, since: oldest(some) }));
}

export function oldest(waits: { mutation: Mutation }[]): string {
	return waits.map(({ mutation }) => mutation.at).sort()[0] ?? '';
}

/** `walkthrough:<id>`, `meeting:<id>`, a team's scope, or the whole school. */
export function groupOf(mutation: Mutation): string {
	const [first] = mutation.ops;
	if (!first) return '';
	if (first.kind === 'meeting') return `meeting:${first.id}`;
	const meeting = first.op === 'put' ? first.set['meetingId'] : undefined;
	return typeof meeting === 'string' ? `meeting:${meeting}` : first.scope;
}

/** Each thing once, with its newest words. */
export function linesOf(waits: Waits[]): Line[] {
	const lines = new Map<string, Waits[]>();
	for (const one of waits) push(lines, subjectOf(one.mutation), one);
	return [...lines].map(([key, some]) => {
		const words = some.map(({ mutation }) => wordsOf(mutation)).filter(Boolean);
		const tries = Math.max(...some.map((one) => one.tries));
		return { key, mutation: (some[0] as Waits).mutation, words: words.at(-1) ?? '', since: oldest(some), changes: some.length, tries };
	});
}

/** The row that a change is about: a tag belongs to its note. */
export function subjectOf({ ops: [first] }: Mutation): string {
	if (first?.op !== 'put') return first?.id ?? '';
	const { noteId, strengthId } = first.set;
	return [strengthId, noteId, first.id].find((one) => typeof one === 'string') as string;
}

function push<T>(map: Map<string, T[]>, key: string, one: T): void {
	const some = map.get(key);
	if (some) some.push(one);
	else map.set(key, [one]);
}
