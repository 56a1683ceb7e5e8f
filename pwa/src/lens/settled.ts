/** What stands of a sentence when all that holds in it is weighed: "How labels meet" in README.md. */
import type { Word } from './patterns.ts';
import type { Label } from './shapes.ts';
import type { Sentence } from './tokens.ts';

export type Spot = { label: Label; start: number; end: number; rule: string; suggestion: string | null; quiet: boolean };

/** Evidence that stands beside any wording: it was counted, timed, quoted, or hung on a wall. */
const HARD = ['evidence.count', 'evidence.time', 'evidence.quote', 'evidence.posted', 'evidence.hard'];
/** People who did something that a second observer saw as well. */
const FIRM = ['evidence.action', 'evidence.absence'];
/** A verdict that what was done does not carry. */
const STRONG = ['judgement.hindsight', 'judgement.verdict'];
const MOST_OF_A_HEADER = 20;

export function settled(all: readonly Spot[], weights: ReadonlyMap<Label, number>, sentence: Sentence, routine: boolean): Spot[] {
	const asked = askedFrom(all, sentence);
	const kept = all.filter(({ label, start }) => start < asked || !['evidence', 'asset', 'judgement', 'neutral', 'ranking'].includes(label));
	const some = (label: Label) => (weights.get(label) ?? 0) >= 1 && kept.some((spot) => spot.label === label);
	const ruled = (ids: readonly string[]) => kept.some(({ rule }) => ids.includes(rule));
	const out = new Set<Label>();
	const drop = (...labels: Label[]) => labels.forEach((label) => out.add(label));
	const hard = ruled(HARD);
	if (!hard && (some('deficit') || some('ranking') || ruled(STRONG) || ruled(['asset.growth']))) drop('evidence');
	if (!hard && !ruled(FIRM) && some('judgement')) drop('evidence');
	if (some('evidence') && !out.has('evidence')) drop('judgement');
	if (some('question')) drop('neutral');
	if (ruled(['neutral.plan']) && !some('question')) drop('evidence', 'asset', 'judgement');
	if (ruled(['neutral.thing']) && !hard && !some('question')) drop('evidence', 'asset', 'judgement');
	if (routine) drop('evidence', 'asset', 'judgement');
	if (some('evidence') && !out.has('evidence') && !ruled(['neutral.plan'])) drop('neutral');
	const left = kept.filter(({ label, rule }) => some(label) && !out.has(label) && !(rule === 'asset.share' && some('deficit')));
	if (left.some(({ label }) => label !== 'pii') || some('pii')) return left;
	return [...left, routine || sentence.tokens.length < 2 ? { ...seen(sentence), label: 'neutral', rule: 'neutral.logistics' } : seen(sentence)];
}

/** Nothing else was found, and nothing of a plan: a leader notes what is there. */
function seen({ start, end }: Sentence): Spot {
	return { label: 'evidence', start, end, rule: 'evidence.plain', suggestion: null, quiet: true };
}

/** Where the question of a sentence begins: what is asked about was not seen. */
function askedFrom(all: readonly Spot[], sentence: Sentence): number {
	const wondered = all.find(({ rule }) => rule === 'question.wondering');
	if (wondered) return wondered.start;
	if (!sentence.asks) return Infinity;
	const breaks = sentence.tokens.filter((token) => token.gap === ';');
	return breaks.at(-1)?.start ?? sentence.start;
}

/** Whether the words are a header: dates, rooms, times, schools, and little words between them. */
export function logistics(words: readonly Word[]): boolean {
	const known = words.map(() => false);
	let named = false;
	words.forEach((word, at) => {
		const length = word.lists.get('logistics')?.[0] ?? 0;
		named ||= length > 0;
		const beside = ['little_words', 'adult_titles', 'surnames', 'place_nouns', 'grade_words', 'not_names', 'acronyms'].some((list) => word.lists.has(list));
		if (length || beside || word.kind === 'number' || word.kind === 'time' || (/^\p{Lu}/u.test(word.text) && at > 0)) for (let next = at; next < at + Math.max(1, length); next += 1) known[next] = true;
	});
	return named && words.length <= MOST_OF_A_HEADER && known.every(Boolean);
}
