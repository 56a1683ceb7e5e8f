// What of a reading is said on the screen: one mark at a time, where it stands, and what an accepted offer changes. Pure.

/** What a person may be told about; the rest of a reading is nobody's business. */
export const SAID = ['pii', 'deficit', 'ranking', 'judgement'] as const;
export type Sort = (typeof SAID)[number];

/** Words of a text, with why, and what could stand there instead (UTF-16 offsets, as fields count). */
export interface Mark {
	sort: Sort;
	start: number;
	end: number;
	words: string;
	rule: string;
	/** One short sentence in the reader's language; empty if the rule has none. */
	why: string;
	/** Takes the place of the words; one that ends in a question mark is a question to the writer. */
	offer: string | null;
}

/** Words that took the place of others. */
export interface Change {
	at: number;
	was: string;
	is: string;
}

export const isQuestion = (offer: string | null): boolean => offer?.trimEnd().endsWith('?') ?? false;

/** Where the so many-th code point of a text begins, for each asked: an emoji is one code point and two units. */
export function unitsOf(text: string, points: readonly number[]): number[] {
	const wanted = [...new Set(points)].sort((a, b) => a - b);
	const found = new Map<number, number>();
	let unit = 0;
	let point = 0;
	for (const next of wanted) {
		while (point < next && unit < text.length) {
			unit += (text.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
			point += 1;
		}
		found.set(next, unit);
	}
	return points.map((one) => found.get(one) ?? text.length);
}

/** The sentence in which a place of the text lies: it ends with its sign, or with the line. */
export function sentenceAt(text: string, at: number): { start: number; end: number } {
	let start = 0;
	for (const { index, 0: sign } of text.matchAll(/[.!?…]+["”’»)]*\s+|\n+/gu)) {
		const end = index + sign.length;
		if (end > at) return { start, end };
		start = end;
	}
	return { start, end: text.length };
}

/**
 * The one mark that is said now. Words at the caret may still be half a word, so they wait until the writer has
 * `rested`. First comes the sentence that is being written, then what is said already, then what stands nearest before.
 */
export function chosen(text: string, marks: readonly Mark[], caret: number, rested: boolean, saidNow?: Mark): Mark | undefined {
	const ripe = marks.filter((mark) => rested || mark.end !== caret);
	const sentence = sentenceAt(text, Math.max(0, caret - 1));
	const here = ripe.filter((mark) => mark.start < sentence.end && mark.end > sentence.start);
	const still = (among: readonly Mark[]) => saidNow && nearest(among.filter((mark) => alike(mark, saidNow)), saidNow.start);
	return still(here) ?? weightiest(here) ?? still(ripe) ?? nearest(ripe, caret);
}

/** What identifies a student comes first; of equals the last one written. */
function weightiest(marks: readonly Mark[]): Mark | undefined {
	return [...marks].sort((a, b) => SAID.indexOf(a.sort) - SAID.indexOf(b.sort) || b.start - a.start)[0];
}

function nearest(marks: readonly Mark[], to: number): Mark | undefined {
	return [...marks].sort((a, b) => Math.abs(a.start - to) - Math.abs(b.start - to))[0];
}

/** A name can belong to an adult; an address, a number or a plan cannot. */
export const isName = ({ sort, rule }: Mark): boolean => sort === 'pii' && /name|initials/.test(rule);

export const alike = (one: Mark, other: Mark): boolean => one.rule === other.rule && one.words === other.words;

/** Where the marked words stand in a text that was typed on meanwhile; undefined if they are gone. */
export function standing(text: string, { words, start }: Pick<Mark, 'words' | 'start'>): number | undefined {
	if (text.startsWith(words, start)) return start;
	const places = [...text.matchAll(new RegExp(escaped(words), 'gu'))].map(({ index }) => index);
	return places.sort((a, b) => Math.abs(a - start) - Math.abs(b - start))[0];
}

/** The text with other words in the place of the marked ones, and what to know to take that back. */
export function replaced(text: string, mark: Pick<Mark, 'words' | 'start'>, is: string): { text: string; change: Change } | undefined {
	const at = standing(text, mark);
	if (at === undefined) return undefined;
	const end = at + mark.words.length;
	if (is !== '') return { text: text.slice(0, at) + is + text.slice(end), change: { at, was: mark.words, is } };
	const gap = /^\s/u.test(text.slice(end)) && (at === 0 || /\s$/u.test(text.slice(0, at))) ? 1 : 0; // no two spaces where a word was
	return { text: text.slice(0, at) + text.slice(end + gap), change: { at, was: text.slice(at, end + gap), is } };
}

/** The text with the change taken back, whatever was typed around it since; undefined if its words are gone. */
export function takenBack(text: string, { at, was, is }: Change): string | undefined {
	const place = is === '' ? Math.min(at, text.length) : standing(text, { words: is, start: at });
	return place === undefined ? undefined : text.slice(0, place) + was + text.slice(place + is.length);
}

/** The marked words in their sentence, short enough for one glance. */
export function quoted(text: string, mark: Mark, room = 60): { before: string; words: string; after: string } {
	const at = standing(text, mark) ?? mark.start;
	const { start, end } = sentenceAt(text, at);
	const before = text.slice(start, at).trimStart();
	const after = text.slice(at + mark.words.length, Math.max(end, at)).trimEnd();
	return { before: before.length > room ? `…${tail(before, room)}` : before, words: mark.words, after: after.length > room ? `${head(after, room)}…` : after };
}

const head = (text: string, room: number): string => text.slice(0, room).replace(/\s+\S*$/u, '').toWellFormed();
const tail = (text: string, room: number): string => text.slice(-room).replace(/^\S*\s+/u, '').toWellFormed();
const escaped = (words: string): string => words.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
