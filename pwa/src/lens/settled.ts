/** What stands of a sentence when all that holds in it is weighed: RULES of README.md, "How labels meet". */
import type { Label } from './shapes.ts';
import type { Word } from './patterns.ts';
import type { Sentence } from './tokens.ts';

export type Spot = { label: Label; start: number; end: number; rule: string; suggestion: string | null; quiet: boolean };

/** Evidence that stands beside any wording: it was counted, timed, quoted, or hung on a wall. */
const HARD = ['evidence.count', 'evidence.time', 'evidence.quote', 'evidence.displayed', 'evidence.hard'];

const MOST_OF_A_HEADER = 20;

export function settled(all: readonly Spot[], weights: ReadonlyMap<Label, number>, sentence: Sentence, routine: boolean): Spot[] {
	const asked = askedFrom(all, sentence);
	const kept = all.filter(({ label, start }) => start < asked || !['evidence', 'asset', 'judgement', 'neutral', 'ranking'].includes(label));
	const some = (label: Label) => (weights.get(label) ?? 0) >= 1 && kept.some((spot) => spot.label === label);
	const out = new Set<Label>();
	const hard = kept.some(({ rule }) => HARD.includes(rule));
	if (!hard && (some('deficit') || some('ranking'))) out.add('evidence');
	if (some('evidence') && !out.has('evidence')) out.add('judgement');
	if (some('question')) out.add('neutral');
	const planned = some('neutral') && !some('question');
	if (planned || routine) for (const label of ['evidence', 'asset', 'judgement'] as const) out.add(label);
	const left = kept.filter(({ label }) => some(label) && !out.has(label));
	const said = left.some(({ label }) => label !== 'pii');
	if (said || some('pii')) return left;
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
