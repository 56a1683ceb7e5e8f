/** What stands of a sentence when all that holds in it is weighed: "How labels meet" in README.md. */
import type { Word } from './patterns.ts';
import type { Label } from './shapes.ts';
import type { Sentence } from './tokens.ts';

/** A sentence with what its words tell beside the rules: a header, a term of art, where its parts are joined. */
export type Weighed = Sentence & { routine: boolean; guarded: boolean; joints: readonly number[] };

export type Spot = { label: Label; start: number; end: number; rule: string; suggestion: string | null; quiet: boolean };

/** Evidence that stands beside any wording: it was counted, timed, quoted, or hung on a wall. */
const HARD = ['evidence.count', 'evidence.time', 'evidence.quote', 'evidence.posted', 'evidence.hard'];
/** People who did something that a second observer saw as well. */
const FIRM = ['evidence.action', 'evidence.absence'];
/** A verdict that what was done does not carry. */
const STRONG = ['judgement.hindsight', 'judgement.verdict'];
/** Signs of a strength that many other things look like. */
const SOFT = ['asset.did', 'asset.act', 'asset.share', 'asset.asked'];
const MOST_OF_A_HEADER = 20;

export function settled(all: readonly Spot[], weights: ReadonlyMap<Label, number>, sentence: Weighed): Spot[] {
	const { routine } = sentence;
	const asked = askedFrom(all, sentence);
	const kept = all.filter(({ label, start }) => start < asked || !['evidence', 'asset', 'judgement', 'neutral', 'ranking'].includes(label));
	const some = (label: Label) => (weights.get(label) ?? 0) >= 1 && kept.some((spot) => spot.label === label);
	const ruled = (ids: readonly string[]) => kept.some(({ rule }) => ids.includes(rule));
	const out = new Set<Label>();
	const drop = (...labels: Label[]) => labels.forEach((label) => out.add(label));
	const hard = ruled(HARD);
	if (!hard && (some('deficit') || some('ranking') || ruled(STRONG) || ruled(['asset.growth']))) drop('evidence');
	if (!hard && !ruled(FIRM) && some('judgement')) drop('evidence');
	if (!hard && ruled(['pii.number', 'pii.address'])) drop('evidence', 'asset');
	if (some('evidence') && !out.has('evidence')) drop('judgement');
	if (some('question')) drop('neutral');
	if (ruled(['neutral.plan']) && !some('question')) drop('evidence', 'asset', 'judgement');
	if (ruled(['neutral.thing']) && !hard && !some('question')) drop('evidence', 'asset', 'judgement');
	if (routine) drop('evidence', 'asset', 'judgement');
	if (some('evidence') && !out.has('evidence') && !ruled(['neutral.plan'])) drop('neutral');
	const left = kept.filter((spot) => some(spot.label) && !out.has(spot.label) && !(spot.label === 'asset' && overruled(spot, kept, sentence)));
	if (left.some(({ label }) => label !== 'pii') || some('pii')) return left;
	return [...left, routine || sentence.tokens.length < 2 ? { ...seen(sentence), label: 'neutral', rule: 'neutral.logistics' } : seen(sentence)];
}

/** Whether a strength falls to what stands beside it: a lack in the same part of the sentence, an absence, a term of art. */
function overruled({ start, rule }: Spot, kept: readonly Spot[], { joints, guarded }: Weighed): boolean {
	const part = (offset: number) => joints.filter((joint) => joint <= offset).length;
	if (kept.some((spot) => spot.label === 'deficit' && part(spot.start) === part(start))) return true;
	if (!SOFT.includes(rule)) return false;
	return guarded || kept.some((spot) => spot.label === 'ranking' || spot.rule === 'asset.routine' || (spot.rule === 'evidence.absence' && part(spot.start) === part(start)));
}

/** Nothing else was found, and nothing of a plan: a leader notes what is there. */
function seen({ start, end }: Sentence): Spot {
	return { label: 'evidence', start, end, rule: 'evidence.plain', suggestion: null, quiet: true };
}

/** Where the question of a sentence begins: what is asked about was not seen. */
function askedFrom(all: readonly Spot[], sentence: Sentence): number {
	const wondered = all.find(({ rule }) => rule === 'question.wondering' || rule === 'question.unmarked');
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
		if (length || beside || word.kind === 'number' || word.kind === 'time' || (/^\p{Lu}(?:\p{Ll}|$)/u.test(word.text) && at > 0)) for (let next = at; next < at + Math.max(1, length); next += 1) known[next] = true;
	});
	return named && words.length <= MOST_OF_A_HEADER && known.every(Boolean);
}
