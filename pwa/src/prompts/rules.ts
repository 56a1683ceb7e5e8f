// From a team's prompts to the questions on its screen. The server chooses prompts when a block closes
// (server/prompts/rules.py); where it has none for today, this chooses stems that need no pattern. Pure.

/** A stem as it ships (server/content/stems.json). */
export interface Stem {
	readonly id: string;
	readonly phase: string;
	readonly needs: string;
	readonly text: { readonly en: string; readonly es: string };
}

/** A prompt that the server made for the team, of one set per block. */
export interface Prompt {
	readonly id: string;
	readonly stem: string | null;
	readonly phase: string | null;
	readonly lookForId: string | null;
	readonly noticed: number | null;
	readonly visits: number | null;
	readonly nearlyAll: boolean | null;
	readonly block: number | null;
	readonly rule: string | null;
	readonly madeAt: string | null;
}

/** Why this question: shown beside it. Without a block it rests on no pattern. */
export type Grounds =
	| { readonly rests: 'pattern'; readonly rule: string; readonly block: number; readonly lookFor: string; readonly visits: number; readonly noticed: number | null }
	| { readonly rests: 'nothing'; readonly rule: 'any_meeting' | 'too_few' | 'nothing_new' };

/** A question for one phase. `id` is what a thought names as its prompt: a prompt's id, or a stem's where no row stands behind it. */
export interface Question {
	readonly id: string;
	readonly phase: string;
	readonly stem: Stem;
	readonly grounds: Grounds;
}

/** What the choice depends on. `met`: how many meetings the team has closed; `lastClosedAt`: when the last one was. */
export interface Situation {
	readonly prompts: readonly Prompt[];
	readonly released: boolean;
	readonly met: number;
	readonly lastClosedAt: string | null;
}

const PHASES = ['open', 'notice', 'make_sense', 'equity', 'grow', 'decide', 'close'] as const;

/** Today's questions in the order of a meeting: the newest set, or stems for "not enough visits yet" and "nothing new". */
export function questionsFor(situation: Situation, stems: readonly Stem[]): Question[] {
	const set = newestSet(situation.prompts);
	const isNew = set.some((prompt) => !situation.lastClosedAt || (prompt.madeAt ?? '') > situation.lastClosedAt);
	if (isNew) return set.flatMap((prompt) => asQuestion(prompt, stems));
	return withoutPattern(situation.released ? 'nothing_new' : 'too_few', situation.met, stems);
}

/** The questions that one phase of a meeting shows; `stemPhases` come from server/content/meeting_templates.json. */
export function questionsIn(stemPhases: readonly string[], questions: readonly Question[]): Question[] {
	return stemPhases.flatMap((phase) => questions.filter((question) => question.phase === phase));
}

/** The question's words in a language; `lookFor` says the look-for in it, and may be missing while its words are on their way. */
export function wordsOf(question: Question, language: string, lookFor: string | null): string {
	const { stem, grounds } = question;
	const text = language.startsWith('es') ? stem.text.es : stem.text.en;
	if (grounds.rests === 'nothing') return text;
	const values: Record<string, string> = {
		lookFor: lookFor ?? '…',
		noticed: String(grounds.noticed ?? '…'),
		visits: String(grounds.visits),
	};
	return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function newestSet(prompts: readonly Prompt[]): Prompt[] {
	const newest = Math.max(...prompts.map((prompt) => prompt.block ?? 0));
	return PHASES.flatMap((phase) => prompts.filter((prompt) => (prompt.block ?? 0) === newest && prompt.phase === phase));
}

/** Nothing for a stem that this app does not have yet, or a prompt that came without what it rests on. */
function asQuestion(prompt: Prompt, stems: readonly Stem[]): Question[] {
	const stem = stems.find((one) => one.id === prompt.stem);
	if (!stem) return [];
	const { id, lookForId: lookFor, visits, noticed, block, rule } = prompt;
	if (stem.needs !== 'pattern') return [{ id, phase: stem.phase, stem, grounds: { rests: 'nothing', rule: 'any_meeting' } }];
	if (!lookFor || visits === null || block === null) return [];
	const grounds: Grounds = { rests: 'pattern', rule: rule ?? 'strongest', block, lookFor, visits, noticed };
	return [{ id, phase: stem.phase, stem, grounds }];
}

/** One stem a phase: the one for this situation, else one that fits any meeting, another each time. */
function withoutPattern(needs: 'too_few' | 'nothing_new', met: number, stems: readonly Stem[]): Question[] {
	return PHASES.flatMap((phase) => {
		const here = stems.filter((stem) => stem.phase === phase);
		const fitting = here.filter((stem) => stem.needs === needs);
		const any = here.filter((stem) => stem.needs === 'none');
		const stem = fitting.length > 0 ? fitting[met % fitting.length] : any[met % any.length];
		if (!stem) return [];
		return [{ id: stem.id, phase, stem, grounds: { rests: 'nothing', rule: fitting.length > 0 ? needs : 'any_meeting' } as const }];
	});
}
