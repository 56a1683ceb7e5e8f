// What lies in the bin, and for how long. Pure.
import type { Json, MutationId, Seen } from '../sync/wire';

/** As it was when it was removed: enough to put it back. */
export type Removed =
	| { kind: 'note'; text: string; begunAt: string | null; begunOffset: number | null; lookFors: string[]; saw: Seen; shown?: string[] }
	| { kind: 'part'; of: 'sketch' | 'picture'; note: string; shown: string[]; fields: Record<string, Json>; saw: Seen }
	| { kind: 'tag'; note: string; lookFor: string }
	| { kind: 'strength'; text: string; position: number; notes: string[] };

export interface Binned {
	/** The row that it was. */
	id: string;
	visit: string;
	at: string;
	/** The mutations that wrote what it says: a purge of one of them takes it off the disk (`db/store.ts`). */
	words: MutationId[];
	was: Removed;
}

export const BIN_DAYS = 30;
const DAY = 86_400_000;

/** When a thing that was removed at a moment leaves the bin. */
export const leavesAt = (at: string): number => Date.parse(at) + BIN_DAYS * DAY;

/**
 * Whether something still lies in the bin. A clock that was set back since then takes nothing away early; one that was
 * wrong when it was removed (its moment lies ahead) keeps it, for ever rather than not at all.
 */
export const inBin = (at: string, now: number): boolean => now < leavesAt(at);

/** The newest removal first; a look-for that was taken off a note which itself was removed later comes back with that note. */
export function inOrder<T extends { at: string }>(binned: readonly T[]): T[] {
	return [...binned].sort((a, b) => (a.at < b.at ? 1 : -1));
}
