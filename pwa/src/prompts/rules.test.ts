import meetings from '$content/meeting_templates.json';
import content from '$content/stems.json';
import { describe, expect, it } from 'vitest';
import { questionsFor, questionsIn, wordsOf, type Prompt, type Question, type Situation } from './rules';

const { stems } = content;
const inNumbers = stems.find((stem) => stem.id === 'notice-students-doing')!;

function prompt(more: Partial<Prompt> = {}): Prompt {
	const grounds = { lookForId: 'ask', noticed: 9, visits: 14, nearlyAll: false, block: 3, rule: 'more' };
	return { id: 'p1', stem: inNumbers.id, phase: 'notice', madeAt: '2026-03-10T12:00:00.000Z', ...grounds, ...more };
}

function situation(more: Partial<Situation> = {}): Situation {
	return { prompts: [], released: false, met: 0, lastClosedAt: null, ...more };
}

const rules = (questions: Question[]) => new Set(questions.map((question) => question.grounds.rule));

describe('which questions a team is asked', () => {
	it('the set of its newest block, in the order of a meeting', () => {
		const prompts = [
			prompt({ id: 'close', stem: 'close-learned', phase: 'close', lookForId: null, noticed: null, visits: null }),
			prompt({ id: 'notice' }),
			prompt({ id: 'older', block: 2 }),
		];
		const asked = questionsFor(situation({ prompts, released: true }), stems);
		expect(asked.map((question) => question.id)).toEqual(['notice', 'close']);
	});

	it('while there are not enough visits yet, such as need no pattern, and say so', () => {
		const asked = questionsFor(situation(), stems);
		expect(asked.map((question) => question.phase)).toEqual(['open', 'notice', 'make_sense', 'equity', 'grow', 'decide', 'close']);
		expect(asked[0]?.stem.id).toBe('early-hope');
		expect(rules(asked)).toEqual(new Set(['too_few', 'any_meeting']));
		expect(asked.every((question) => question.grounds.rests === 'nothing')).toBe(true);
	});

	it('with nothing new since the last meeting, such as say that', () => {
		const met = { prompts: [prompt()], released: true, met: 1, lastClosedAt: '2026-03-11T16:00:00.000Z' };
		expect(rules(questionsFor(situation(met), stems))).toEqual(new Set(['nothing_new', 'any_meeting']));
	});

	it('the newest set again once a block has closed after the last meeting', () => {
		const met = { prompts: [prompt()], released: true, met: 1, lastClosedAt: '2026-03-09T16:00:00.000Z' };
		expect(questionsFor(situation(met), stems).map((question) => question.id)).toEqual(['p1']);
	});

	it('others at each meeting where no pattern leads', () => {
		const decisions = [0, 1, 2, 3].map(
			(met) => questionsFor(situation({ met }), stems).find((question) => question.phase === 'decide')?.stem.id,
		);
		expect(new Set(decisions).size).toBe(4);
	});

	it('nothing of a stem that only a newer app knows', () => {
		expect(questionsFor(situation({ prompts: [prompt({ stem: 'of-tomorrow' })], released: true }), stems)).toEqual([]);
	});

	it('nothing about a pattern that has not come with its figures', () => {
		expect(questionsFor(situation({ prompts: [prompt({ lookForId: null })], released: true }), stems)).toEqual([]);
	});
});

describe('the words of a question', () => {
	const asked = questionsFor(situation({ prompts: [prompt()], released: true }), stems)[0]!;

	it('name the look-for and the fraction', () => {
		expect(wordsOf(asked, 'en', 'Students ask each other')).toBe(
			'In 9 of 14 visits we noticed “Students ask each other”. What do we see students doing there?',
		);
	});

	it('come in Spanish for any Spanish', () => {
		expect(wordsOf(asked, 'es-MX', 'Se preguntan')).toContain('En 9 de 14 visitas notamos «Se preguntan».');
	});

	it('wait for a look-for that is still on its way', () => {
		expect(wordsOf(asked, 'en', null)).toContain('“…”');
	});

	it('leave no placeholder in any stem that could be asked', () => {
		for (const stem of stems) {
			const pattern = stem.needs === 'pattern';
			const grounds = pattern ? { lookForId: 'ask' } : { lookForId: null, noticed: null, visits: null };
			const prompts = [prompt({ stem: stem.id, phase: stem.phase, ...grounds })];
			const [question] = questionsFor(situation({ prompts, released: true }), stems);
			expect(wordsOf(question!, 'en', 'They ask')).not.toMatch(/[{}]/);
			expect(wordsOf(question!, 'es', 'Preguntan')).not.toMatch(/[{}]/);
		}
	});
});

it('gives each phase of a meeting its questions, every question exactly once', () => {
	const asked = questionsFor(situation(), stems);
	const shown = meetings.phases.flatMap((phase) => questionsIn(phase.stems, asked));
	expect(shown.map((question) => question.phase)).toEqual(asked.map((question) => question.phase));
	expect(questionsIn([], asked)).toEqual([]);
});

it('shows the grounds: the rule, the block and its fraction', () => {
	const [question] = questionsFor(situation({ prompts: [prompt()], released: true }), stems);
	expect(question?.grounds).toEqual({ rests: 'pattern', rule: 'more', block: 3, lookFor: 'ask', visits: 14, noticed: 9 });
});
