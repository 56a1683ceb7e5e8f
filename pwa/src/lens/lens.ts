/**
 * The asset lens: reads what a person wrote and says which words are a strength, a lack, something seen, a verdict …
 * Pure: no screen, no network, no memory. What each label means, and why: README.md.
 */
import { languages } from './language.ts';
import type { Lexicon, Ruled, Tongue } from './lexicon.ts';
import { type Name, names } from './names.ts';
import { own } from './own.ts';
import { match, type Word } from './patterns.ts';
import type { Finding, Label, Options, Reading } from './shapes.ts';
import { LABELS } from './shapes.ts';
import { offered } from './says.ts';
import { logistics, settled, type Spot } from './settled.ts';
import { places, type Sentence, sentences } from './tokens.ts';
import { worded } from './words.ts';

export type { Finding, Label, Lang, Options, OwnWords, Reading } from './shapes.ts';
export { LABELS } from './shapes.ts';
export type { Lexicon } from './lexicon.ts';
export { why } from './says.ts';

/** Guards of words that mean something else here. */
const TERMS = ['guard.term', 'guard.story', 'guard.thing'];

/** A rule that holds in a sentence, with the words that it points at (UTF-16 offsets). */
type Held = { ruled: Ruled; start: number; end: number };

/** What the lens reads in a note. Never throws, whatever the text. */
export function read(text: string, lexicon: Lexicon, options: Options = {}): Reading {
	const spots = sentences(text).flatMap((sentence) => readSentence(text, sentence, lexicon, options));
	const labels = new Set(spots.map((spot) => spot.label));
	if (labels.size > 1) labels.delete('neutral');
	if (!labels.size && /\p{L}|\d/u.test(text)) labels.add('neutral');
	const point = places(text);
	const findings = spots.filter((spot) => !spot.quiet && labels.has(spot.label));
	return {
		labels: LABELS.filter((label) => labels.has(label)),
		findings: findings.map(({ label, start, end, rule, suggestion }) => ({ label, start: point(start), end: point(end), rule, suggestion })),
	};
}

function readSentence(text: string, sentence: Sentence, lexicon: Lexicon, options: Options): Spot[] {
	const spots: Spot[] = [];
	const weights = new Map<Label, number>();
	let routine = false;
	let guarded = false;
	let { asks } = sentence;
	const joints: number[] = [];
	const spoken = languages(sentence, lexicon, options.lang);
	for (const lang of spoken) {
		const tongue = lexicon[lang];
		const words = worded(sentence.tokens, tongue);
		routine ||= logistics(words);
		// Names are read once, in the main language: `Marea baja` is a name only to somebody without Spanish.
		const named = lang === spoken[0] ? names(text, sentence, words, tongue, options.adults ?? []) : [];
		const quoted = sentence.tokens.flatMap((token) => (token.inside?.length ? holding(worded(token.inside, tongue), tongue, true) : []));
		const holds = [...holding(words, tongue, false), ...quoted];
		const held = spared(holds, own(words, options.words ?? []));
		asks &&= !holds.some(({ ruled }) => ruled.rule.id === 'guard.lesson_question');
		guarded ||= holds.some(({ ruled }) => TERMS.includes(ruled.rule.id));
		joints.push(...words.filter((word) => word.gap !== '' || word.lists.has('joints')).map((word) => word.start));
		for (const { ruled: { rule }, start, end } of held) {
			if (!rule.label) continue;
			weights.set(rule.label, (weights.get(rule.label) ?? 0) + (rule.weight ?? 1));
			const suggestion = offered(tongue, rule.id, text.slice(start, end));
			spots.push({ label: rule.label, start, end, rule: rule.id, suggestion, quiet: rule.quiet ?? (rule.weight ?? 1) <= 0 });
		}
		for (const name of named) {
			weights.set('pii', 1);
			spots.push({ label: 'pii', ...name, suggestion: offered(tongue, name.rule, text.slice(name.start, name.end)), quiet: false });
		}
	}
	if (asks) {
		weights.set('question', 1);
		spots.push({ label: 'question', start: sentence.start, end: sentence.end, rule: 'question.mark', suggestion: null, quiet: false });
	}
	const stands = settled(spots, weights, { ...sentence, asks, routine, guarded, joints });
	return [...apart(stands.filter((spot) => !spot.quiet)), ...stands.filter((spot) => spot.quiet)];
}

function holding(words: readonly Word[], tongue: Tongue, inside: boolean): Held[] {
	const found: Held[] = [];
	words.forEach((word, at) => {
		for (const ruled of concerning(word, tongue)) {
			if ((ruled.rule.inside ?? false) !== inside || (ruled.pattern.first && !word.first)) continue;
			const hit = match(ruled.pattern, words, at);
			if (!hit || hit.to === hit.from) continue;
			const [from, to] = hit.end > hit.start ? [hit.start, hit.end] : [hit.from, hit.to];
			found.push({ ruled, start: words[from]!.start, end: words[to - 1]!.end });
		}
	});
	return found;
}

/** The rules that may begin at a word, each once. */
function concerning(word: Word, tongue: Tongue): Set<Ruled> {
	const rules = new Set(tongue.anywhere);
	const add = (key: string) => tongue.byStart.get(key)?.forEach((ruled) => rules.add(ruled));
	add(word.norm);
	add(`#${word.kind}`);
	for (const list of word.lists.keys()) add(`@${list}`);
	return rules;
}

/** Without what a guard, or a word of the school's own, covers. */
function spared(held: Held[], own: Held[]): Held[] {
	const guards = [...held, ...own].filter(({ ruled }) => ruled.rule.spares);
	return [...held.filter(({ ruled: { rule }, start, end }) => !rule.spares && !guards.some((guard) => guard.ruled.rule.spares!.includes(rule.label!) && guard.start < end && start < guard.end)), ...own.filter(({ ruled }) => ruled.rule.label)];
}

/** One finding for each place and label: the longest, and of equals the first. */
function apart(spots: Spot[]): Spot[] {
	const kept: Spot[] = [];
	for (const spot of [...spots].sort((a, b) => b.end - b.start - (a.end - a.start))) {
		if (!kept.some((one) => one.label === spot.label && one.start < spot.end && spot.start < one.end)) kept.push(spot);
	}
	return kept.sort((a, b) => a.start - b.start || a.end - b.end);
}

export type { Finding as Found, Name };
