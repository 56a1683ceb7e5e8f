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
	const story = words.some((word, at) => word.lists.has('story_cues') || (word.lists.has('display_cues') && words[at + 1]?.gap === ':'));
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
	if (!capital(word)) return word.lists.has('first_names') && !word.lists.has('names_also_words') && !word.lists.has('names_not_small') && !word.lists.has('only_capital') && word.text.length > 3 && [...word.lists.keys()].every((list) => list === 'first_names' || list === 'surnames' || list === 'people') ? 1 : 0;
	let length = 1;
	// The first word of a sentence has its capital anyway: "Move Devonte", "Thank Nurse Kelly".
	if (word.first && !shouts && plain(word) && words[at + 1] && titleCase(words[at + 1]!)) return 0;
	while (!shouts && at + length < words.length) {
		const next = words[at + length]!;
		if (!titleCase(next) || next.kind !== 'word' || next.gap !== '') break;
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
	if (is('adult_titles') || (before?.lists.has('adult_titles') && first.gap !== ';')) return null;
	if (run.some((word) => room.adults.has(word.norm)) || is('famous')) return null;
	if (room.story && (room.quoted || before !== undefined)) return null;
	if (is('place_nouns') || after?.lists.has('place_nouns') || (before?.lists.has('place_before') && !first.lists.has('first_names'))) return null;
	if (before?.lists.has('names_what_follows') && first.gap === '') return null; // el río Magdalena
	if (titled(room, run, before)) return null;
	const lead = run.findIndex((word) => word.lists.has('first_names'));
	if (lead >= 0 && (lead === 0 || !room.shouts)) {
		const name = run[lead]!;
		if (!name.lists.has('names_also_words') && !name.lists.has('not_names')) return teaches(run, after) || (before?.norm === 'the' && !owned(name)) ? null : 'pii.first_name';
		return run.length > 1 && run.slice(lead + 1).some((word) => word.text.length === 1 || word.lists.has('surnames')) ? 'pii.first_name' : personal(room, from, to, name) && capital(name) && !room.shouts ? 'pii.first_name' : null;
	}
	if (initials(first) && run.length === 1) return after && does(after) && !BASE.some((list) => after.lists.has(list)) && !first.lists.has('acronyms') ? 'pii.initials' : null;
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
	const begins = from === 0 || first.first;
	if (begins && WORDLIKE.test(first.norm)) return false;
	if (words[from - 1]?.norm === 'the') return false;
	if (begins && !surname && /s$/.test(first.norm) && !owned(first)) return false;
	return personal(room, from, to, first);
}

/** Whether what stands around a word makes a person of it. */
function personal(room: Room, from: number, to: number, word: Word): boolean {
	const { words } = room;
	const after = words[to];
	const before = words[from - 1];
	if (after?.kind === 'quote' && (from === 0 || word.first)) return true;
	const month = word.lists.has('not_names') && (after?.lists.has('copula') ?? false);
	if (after && !month && does(after) && !BASE.some((list) => after.lists.has(list) && !after.lists.has('person_verbs'))) return true;
	// "Mark and Ruby built": what the second does, the first does too.
	const second = after && (after.norm === 'and' || after.norm === 'y' || after.gap === ',') ? (after.gap === ',' ? to : to + 1) : -1;
	if (second > 0 && words[second] && capital(words[second]!) && words[second]!.lists.has('first_names')) return personal(room, second, second + 1, words[second]!);
	if (owned(word)) return from > 0;
	const led = [1, 2, 3].some((back) => words[from - back]?.lists.get('before_person')?.includes(back));
	return before !== undefined && word.gap === '' && (led || (before.first && before.lists.has('imperative')));
}

const does = (word: Word) => word.gap !== ';' && word.gap !== ':' && ['person_verbs', 'actions', 'copula', 'failing', 'strategies'].some((list) => word.lists.has(list));
/** Verbs as the dictionary has them: behind a name that is also a word, they make no person of it ("Will share"). */
const BASE = ['actions_base', 'strategies_base'];
const WORDLIKE = /(?:ly|ing|tion|sion|ment|ness|ed|able|ible|ful|ous|ive|ity|lty|ial|ual|ure|ence|ance|ent|ant|ics?|work|ship|ism|ist|age|ary|ory|logy|ency|less|ward|self|selves|time|book|board|room|cion|mente|ando|iendo|dad|aje|ura|oria|encia|ancia|ado|ada|ados|adas)$/;
const plain = (word: Word) => !word.lists.has('first_names') && !word.lists.has('surnames') && (word.lists.size > 0 || WORDLIKE.test(word.norm));
const titleCase = (word: Word) => /^\p{Lu}(?:['’]?\p{L}*\p{Ll}|$)/u.test(word.text) && !word.text.includes('&');
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
