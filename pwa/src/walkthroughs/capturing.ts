// What a tap means while somebody watches a room. Pure.
import { momentIn } from '../db/ids';

/** The note that is being written: begun when, with which words and look-fors. */
export interface OpenNote {
	begunAt: string;
	text: string;
	lookFors: readonly string[];
}

/** A chip alone is a moment. Another chip within this time belongs to the same moment, later it is the next one. */
export const ONE_MOMENT = 20_000;

/** What tapping a look-for does: begins a note, joins the one that is open, or is taken off it again. */
export function tapMeans(lookFor: string, open: OpenNote | undefined, now: number): 'begin' | 'tag' | 'untag' {
	if (!open) return 'begin';
	if (open.lookFors.includes(lookFor)) return 'untag';
	const silent = open.text.trim() === '' && open.lookFors.length > 0;
	return silent && Math.abs(now - Date.parse(open.begunAt)) > ONE_MOMENT ? 'begin' : 'tag';
}

/** How long after its last word a note that was not done goes on, when the page is opened again. */
export const STILL_GOING = 15 * 60_000;

interface Newest {
	id: string;
	/** Something in it has not left this device. */
	pending: boolean;
	conflicts: readonly string[];
	heads: Readonly<Record<string, readonly { at: string }[]>>;
}

/**
 * Whether the newest note of a visit is still being written here: it was written on this device, is not known to be
 * done, and its last word is fresh. `known`: what this device remembers, which may be less than what was.
 */
export function goesOn(newest: Newest, known: { done: string | null; writtenHere: boolean }, now: number): boolean {
	const last = Math.max(...Object.values(newest.heads).flatMap((heads) => heads.map(({ at }) => Date.parse(at))));
	return (newest.pending || known.writtenHere) && newest.id !== known.done && newest.conflicts.length === 0 && now - last <= STILL_GOING;
}

/** A note that says nothing is not kept. */
export function isEmptyNote(text: string, lookFors: readonly string[]): boolean {
	return text.trim() === '' && lookFors.length === 0;
}

/**
 * In the order in which they were begun: by their ids, which only grow, because a device's clock may be set back during a
 * visit. What was made in one millisecond, elsewhere, goes by the time that it names.
 */
export function byBeginning<T extends { id: string; begunAt: string | null }>(notes: readonly T[]): T[] {
	const keyed = notes.map((note) => ({ note, key: `${momentIn(note.id)} ${note.begunAt ?? ''} ${note.id}` }));
	return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ note }) => note);
}

/** Strengths that would rest on nothing without this note: once shared it has to stay (server/feedback/rules.py). */
export function restsOnlyOn(note: string, links: readonly { strengthId: string | null; noteId: string | null }[], living: ReadonlySet<string>): boolean {
	const others = new Set(links.filter(({ noteId }) => noteId !== note && living.has(noteId ?? '')).map(({ strengthId }) => strengthId));
	return links.some(({ strengthId, noteId }) => noteId === note && !others.has(strengthId));
}
