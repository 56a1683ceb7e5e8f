/**
 * The structural markers of an asset-based message: what feedback usually has when a teacher can do something with
 * it. Each is a question to the writer, never a mark; none keeps anything from being shared. Pure.
 *
 * Source of the ten: the practice literature as gathered for this product (feedback that is specific, anchored in the
 * response, one manageable question). Words are data (`marked/*.json`), so that a school can read what is looked for.
 */

/** In the order in which they are said. `grounded`: 1 · `effect`: 2 · `learners`: 3 · … · `options`: 10. */
export const MARKERS = ['grounded', 'effect', 'learners', 'contrast', 'open', 'anchored', 'advice', 'compared', 'brief', 'options'] as const;
export type Marker = (typeof MARKERS)[number];

/** Lists of patterns of one language, matched as whole words. */
export interface Marked {
	small: string[];
	learners: string[];
	effect: string[];
	contrast: string[];
	open: string[];
	closed: string[];
	advice: string[];
	compare: string[];
}

/** A draft as its teacher would read it. `focus`: what was agreed to look for, in the words of the visit. */
export interface Letter {
	strengths: readonly { id: string; text: string; notes: readonly string[] }[];
	question: string;
	focus: readonly string[];
}

/** What is worth another look, and in which part: the id of a strength, or 'question'. */
export interface Look {
	marker: Marker;
	part: string;
	/** The words that were noticed, where there are any. */
	words: string;
}

export const MOST_WORDS = 120;

/** The first look per marker; nothing for a draft in which all is there, or in which nothing is written yet. */
export function looksAt(letter: Letter, languages: readonly Marked[]): Look[] {
	const strengths = letter.strengths.filter(({ text }) => text.trim() !== '');
	if (strengths.length === 0) return [];
	const texts = [...strengths.map(({ id, text }) => ({ part: id, text })), ...(letter.question.trim() ? [{ part: 'question', text: letter.question }] : [])];
	const found = [
		...strengths.filter(({ notes }) => notes.length === 0).map(({ id }) => look('grounded', id)),
		...strengths.filter(({ text }) => !has(text, languages, 'effect') || !tellsTwoThings(text)).map(({ id }) => look('effect', id)),
		...(strengths.some(({ text, notes }) => [text, ...notes].some((one) => has(one, languages, 'learners'))) ? [] : [look('learners', strengths[0]?.id ?? '')]),
		...texts.flatMap(({ part, text }) => all(text, languages, 'contrast', part)),
		...aboutQuestion(letter, strengths, languages),
		...texts.flatMap(({ part, text }) => all(text, languages, 'advice', part)),
		...texts.flatMap(({ part, text }) => all(text, languages, 'compare', part)),
		...(words(texts.map(({ text }) => text).join(' ')).length > MOST_WORDS ? [look('brief', texts.at(-1)?.part ?? '')] : []),
		...lastIsAnOrder(texts, languages),
	];
	return MARKERS.flatMap((marker) => found.find((one) => one.marker === marker) ?? []);
}

function aboutQuestion({ question, focus }: Letter, strengths: Letter['strengths'], languages: readonly Marked[]): Look[] {
	if (question.trim() === '') return [];
	const asked = question.split(/(?<=\?)/u).filter((part) => part.includes('?'));
	const first = (asked[0] ?? question).replace(/^.*[.!…:]\s+/su, '');
	const open = languageOf(first, languages).some((language) => begins(first, language.open) && !begins(first, language.closed));
	const known = new Set([...focus, ...strengths.flatMap(({ text, notes }) => [text, ...notes])].flatMap((text) => stems(text, languages)));
	return [
		...(asked.length === 1 && open ? [] : [look('open', 'question')]),
		...(stems(question, languages).some((stem) => known.has(stem)) ? [] : [look('anchored', 'question')]),
	];
}

/** The teacher's five answers stand under every letter; only an order as its last word would take them back. */
function lastIsAnOrder(texts: readonly { part: string; text: string }[], languages: readonly Marked[]): Look[] {
	const last = texts.at(-1);
	const sentence = last?.text.trim().split(/(?<=[.!?])\s+/u).at(-1) ?? '';
	return last && languageOf(sentence, languages).some(({ advice }) => begins(sentence, advice)) ? [look('options', last.part, sentence)] : [];
}

const look = (marker: Marker, part: string, said = ''): Look => ({ marker, part, words: said });

const KEYS = { contrast: 'contrast', advice: 'advice', compare: 'compared' } as const;

function all(text: string, languages: readonly Marked[], key: keyof typeof KEYS, part: string): Look[] {
	const said = unquoted(text);
	return languageOf(text, languages).flatMap((language) => {
		const hit = pattern(language[key]).exec(said);
		return hit ? [look(KEYS[key], part, hit[0].trim())] : [];
	});
}

const has = (text: string, languages: readonly Marked[], key: 'learners' | 'effect'): boolean => languageOf(text, languages).some((language) => pattern(language[key]).test(text));

/** A move and its effect take more than three words. */
const tellsTwoThings = (text: string): boolean => words(text).length >= 5;

/** What somebody said in the room is evidence, whatever its words are. */
const unquoted = (text: string): string => text.replace(/"[^"]*"|“[^”]*”|«[^»]*»/gu, ' ');

const begins = (text: string, list: readonly string[]): boolean => new RegExp(`^[^\\p{L}]*(?:${list.join('|')})(?![\\p{L}\\p{N}])`, 'iu').test(text.trim());

const made = new WeakMap<readonly string[], RegExp>();
function pattern(list: readonly string[]): RegExp {
	const known = made.get(list) ?? new RegExp(`(?<![\\p{L}\\p{N}])(?:${list.join('|')})(?![\\p{L}\\p{N}])`, 'iu');
	made.set(list, known);
	return known;
}

const words = (text: string): string[] => text.match(/[\p{L}\p{N}’']+/gu) ?? [];

/** The language with most of its small words in the text; all of them if that cannot be told. */
export function languageOf<L extends Pick<Marked, 'small'>>(text: string, languages: readonly L[]): readonly L[] {
	const said = words(text.toLowerCase());
	const counts = languages.map(({ small }) => said.filter((word) => small.includes(word)).length);
	const most = Math.max(...counts);
	return languages.filter((_, at) => counts[at] === most);
}

/** Content words by their first five letters, without accents: "compared" and "comparing" are one, "razón" and "razones" too. */
function stems(text: string, languages: readonly Marked[]): string[] {
	const small = new Set(languages.flatMap((language) => language.small));
	const plain = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
	return words(plain).filter((word) => word.length > 3 && !small.has(word)).map((word) => word.slice(0, 5));
}
