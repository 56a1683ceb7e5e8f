/**
 * Who may be a student: names, by the lists of first names and by where an unknown capital stands. Adults with
 * titles, the school's own adults, places, books, authors and people in word problems are not. In doubt: a student.
 */
import type { Tongue } from './lexicon.ts';
import type { Word } from './patterns.ts';
import { normal, type Sentence } from './tokens.ts';
import { worded } from './words.ts';

export type Name = { start: number; end: number; rule: string };
type Room = { words: readonly Word[]; text: string; shouts: boolean; quoted: boolean; story: boolean; adults: ReadonlySet<string> };

export function names(text: string, sentence: Sentence, words: readonly Word[], tongue: Tongue, adults: readonly string[]): Name[] {
	const known = new Set(adults.flatMap((name) => [normal(name), ...normal(name).split(/\s+/)]));
	const one = words.filter((word, at) => word.start !== words[at - 1]?.start);
	const story = words.some((word) => word.lists.has('story_cues'));
	const room = { text, shouts: sentence.shouts, story, adults: known };
	const quotes = sentence.tokens.filter((token) => token.inside?.length);
	return [
		...found({ ...room, words: one, quoted: false }),
		...quotes.flatMap((quote) => found({ ...room, words: worded(quote.inside!, tongue), quoted: true })),
	];
}

function found(room: Room): Name[] {
	const names: Name[] = [];
	for (let at = 0; at < room.words.length; ) {
		const run = runFrom(room, at);
		if (run > 0) {
			const rule = judged(room, at, at + run);
			const here = rule ? named(room, at, at + run, rule) : null;
			if (here) names.push(here);
		}
		at += Math.max(1, run);
	}
	return names;
}

/** How many words from `at` belong to one name or title: capitals side by side, or one first name in small letters. */
function runFrom({ words, shouts }: Room, at: number): number {
	const word = words[at]!;
	if (word.kind !== 'word') return 0;
	if (!capital(word)) return word.lists.has('first_names') && !word.lists.has('names_also_words') && !word.lists.has('only_capital') && word.text.length > 3 ? 1 : 0;
	let length = 1;
	while (!shouts && at + length < words.length) {
		const next = words[at + length]!;
		if (!capital(next) || next.kind !== 'word' || next.gap !== '' || owned(words[at + length - 1]!) && !capital(next)) break;
		length += 1;
	}
	return length;
}

/** By which rule the run is a student's name, or null. */
function judged(room: Room, from: number, to: number): string | null {
	const { words } = room;
	const run = words.slice(from, to);
	const first = run[0]!;
	const before = words[from - 1];
	const after = words[to];
	const is = (list: string) => run.some((word) => word.lists.has(list));
	if (first.lists.has('adult_titles') || (before?.lists.has('adult_titles') && first.gap !== ';')) return null;
	if (run.some((word) => room.adults.has(word.norm)) || is('famous')) return null;
	if (room.story && (room.quoted || before !== undefined)) return null;
	if (is('place_nouns') || after?.lists.has('place_nouns') || (before?.lists.has('place_before') && !first.lists.has('first_names'))) return null;
	if (titled(room, run, before)) return null;
	const lead = run.findIndex((word) => word.lists.has('first_names'));
	if (lead >= 0 && (lead === 0 || !room.shouts)) {
		const name = run[lead]!;
		if (!name.lists.has('names_also_words')) return teaches(run, after) ? null : 'pii.first_name';
		return run.length > 1 && run.slice(lead + 1).some((word) => word.text.length === 1 || word.lists.has('surnames')) ? 'pii.first_name' : acts(room, from, to, name) && capital(name) && !room.shouts ? 'pii.first_name' : null;
	}
	if (initials(first) && run.length === 1) return after && does(after) && !first.lists.has('acronyms') ? 'pii.initials' : null;
	return stranger(room, run, from, to) ? 'pii.unknown_name' : null;
}

/** A capital that nobody knows, where a person would stand. */
function stranger(room: Room, run: readonly Word[], from: number, to: number): boolean {
	const { words } = room;
	const first = run[0]!;
	const after = words[to];
	if (room.shouts || run.length > 2 || first.text.length < 3 || first.text === first.text.toUpperCase()) return false;
	if (run.some((word) => word.lists.has('not_names') || word.lists.has('acronyms'))) return false;
	const surname = first.lists.has('surnames');
	if (!surname && [...first.lists.keys()].some((list) => list !== 'surnames')) return false;
	if (teaches(run, after)) return false;
	if (/(?:ly|ing|tion|ment|ness|ed|able|ful|ous|ive|ción|mente|ando|iendo)$/.test(first.norm)) return false;
	const begins = from === 0 || first.first;
	if (begins && !surname && /s$/.test(first.norm) && !owned(first)) return false;
	return acts(room, from, to, first);
}

/** Whether what stands around a word makes a person of it. */
function acts({ words }: Room, from: number, to: number, word: Word): boolean {
	const after = words[to];
	const before = words[from - 1];
	if (after && after.gap !== ';' && does(after)) return true;
	if (owned(word)) return from > 0;
	if (before && word.gap === '' && before.lists.has('before_person')) return true;
	return false;
}

const does = (word: Word) => word.gap !== ';' && ['person_verbs', 'actions', 'copula', 'failing', 'strategies'].some((list) => word.lists.has(list));
const capital = (word: Word) => /^\p{Lu}/u.test(word.text);
const owned = (word: Word) => /['’]s$|s['’]$/u.test(word.text);
const initials = (word: Word) => /^\p{Lu}{2}$/u.test(word.text) || /^(?:\p{Lu}\.){2,3}$/u.test(word.text);

/** A bare surname with a grade or a class behind it is a teacher. */
function teaches(run: readonly Word[], after: Word | undefined): boolean {
	const surname = run.every((word) => !word.lists.has('first_names') || word.lists.has('surnames'));
	return surname && after !== undefined && after.gap !== ';' && after.lists.has('grade_words');
}

/** A book, a poem, a song, an author: behind its cue, or a run that no person is called. */
function titled(room: Room, run: readonly Word[], before: Word | undefined): boolean {
	if (before?.lists.has('title_cues') && run.length > 1) return true;
	if (before?.lists.has('author_cues') && run.length > 1) return true;
	if (room.shouts || run.length < 2) return false;
	const strange = run.slice(1).filter((word) => word.text.length > 1 && !word.lists.has('surnames') && !word.lists.has('first_names') && (word.lists.size > 0 || /(?:ing|ed|s)$/.test(word.norm)));
	return strange.length > 0 && (!run[0]!.first || run[0]!.lists.has('first_names')) ;
}

function named({ words, text }: Room, from: number, to: number, rule: string): Name {
	const lead = words.slice(from, to).findIndex((word) => word.lists.has('first_names'));
	const start = words[lead > 0 ? from + lead : from]!.start;
	let end = words[to - 1]!.end;
	const initial = words[to];
	if (initial && initial.gap === '' && /^\p{Lu}$/u.test(initial.text)) end = initial.end;
	if (text[end] === '.' && /^\p{Lu}$/u.test(text.slice(end - 1, end)) ) end += 1;
	return { start, end, rule };
}
