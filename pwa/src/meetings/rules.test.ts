import content from '$content/meeting_templates.json';
import { describe, expect, it } from 'vitest';
import vectors from '../../../tests/wire/meeting_vectors.json';
import {
	closingProblem,
	dayAfter,
	decisionProblem,
	lastPromises,
	missingPerspectives,
	openingProblem,
	phaseAfter,
	phaseMinutes,
	PHASES,
	seatFor,
	teamsCovering,
	timeOf,
} from './rules';

const { templates, phases } = content;

describe('meetings are decided as on the server', () => {
	it.each(vectors.opening)('opening: $name', ({ purpose, problem }) => {
		expect(openingProblem(purpose)).toBe(problem);
	});
	it.each(vectors.deciding)('deciding: $name', ({ decision, problem }) => {
		expect(decisionProblem(decision)).toBe(problem);
	});
	it.each(vectors.closing)('closing: $name', ({ decisions, problem }) => {
		expect(closingProblem(decisions)).toBe(problem);
	});
});

describe('phases', () => {
	it('are those of the content, in its order', () => {
		expect(phases.map((phase) => phase.id)).toEqual([...PHASES]);
	});

	it('follow each other to the end', () => {
		expect(phaseAfter('gather')).toBe('last_promise');
		expect(phaseAfter('close')).toBeNull();
		expect(phaseAfter('a phase of a newer app')).toBeNull();
		expect(phaseAfter(null)).toBeNull();
	});

	it.each(templates)('of $minutes minutes take what the template says', ({ minutes, timing }) => {
		expect(phaseMinutes(minutes, templates)).toEqual(timing);
	});

	it.each(Array.from({ length: 86 }, (_, n) => n + 5))('of %i minutes add up to it', (minutes) => {
		const each = Object.values(phaseMinutes(minutes, templates));
		expect(each.reduce((sum, value) => sum + value, 0)).toBe(minutes);
		expect(Math.min(...each)).toBeGreaterThanOrEqual(0);
	});
});

describe('the time of a phase', () => {
	const meeting = { phase: 'notice', phaseStartedAt: '2026-03-05T15:00:00.000Z', minutes: 45 };

	it('counts down what is left of it', () => {
		expect(timeOf(meeting, templates, new Date('2026-03-05T15:03:00Z'))).toEqual({ gone: 180, left: 300 });
	});

	it('goes below zero when it runs over', () => {
		expect(timeOf(meeting, templates, new Date('2026-03-05T15:10:00Z'))).toEqual({ gone: 600, left: -120 });
	});

	it('begins at zero for a device whose clock is behind', () => {
		expect(timeOf(meeting, templates, new Date('2026-03-05T14:00:00Z'))?.gone).toBe(0);
	});

	it('is unknown before the meeting has a phase', () => {
		expect(timeOf({ ...meeting, phaseStartedAt: null }, templates, new Date())).toBeNull();
		expect(timeOf({ ...meeting, phase: 'unheard of' }, templates, new Date())).toBeNull();
	});
});

it('opens with what the meeting before promised and what is still open from earlier, the earliest due first', () => {
	const step = (id: string, meetingId: string, status: string | null, due: string) => ({ id, meetingId, status, due });
	const steps = [
		step('still open', 'm1', 'open', '2026-04-01'),
		step('just done', 'm1', 'done', '2026-03-20'),
		step('learned long ago', 'm0', 'learning', '2026-03-10'),
		step('open long ago', 'm0', null, '2026-03-11'),
		step('promised now', 'm2', 'open', '2026-05-01'),
	];
	expect(lastPromises(steps, 'm2', 'm1').map(({ id }) => id)).toEqual(['open long ago', 'just done', 'still open']);
	expect(lastPromises(steps.slice(4), 'm2', null)).toEqual([]);
});

it('names the perspectives that nobody on the team holds', () => {
	const members = [{ perspectives: ['educator', 'family'] }, { perspectives: null }];
	expect(missingPerspectives(members, ['educator', 'family', 'learner'])).toEqual(['learner']);
});

describe('a new seat on a team', () => {
	it('brings the view of the role, and each view once', () => {
		expect(seatFor(['admin', 'leader', 'teacher'], false).perspectives).toEqual(['administrator', 'educator']);
		expect(seatFor(['family'], false)).toEqual({ perspectives: ['family'], covered: false });
	});

	it('covers the room of somebody who teaches, unless another team does', () => {
		expect([seatFor(['teacher'], false).covered, seatFor(['teacher'], true).covered, seatFor(['leader'], false).covered]).toEqual([true, false, false]);
	});

	it('knows the other teams that count a room', () => {
		const seat = (scope: string, personId: string, covered: boolean | null) => ({ scope, personId, covered });
		const seats = [seat('team:a', 'ben', true), seat('team:b', 'ben', true), seat('team:c', 'ben', false), seat('team:b', 'dee', true)];
		expect(teamsCovering(seats, 'ben', 'team:a')).toEqual(['team:b']);
		expect(teamsCovering(seats, 'fay', 'team:a')).toEqual([]);
	});
});

it('counts days across months and leap years', () => {
	expect([dayAfter('2026-03-05', 14), dayAfter('2026-12-20', 21), dayAfter('2028-02-28', 1)]).toEqual(['2026-03-19', '2027-01-10', '2028-02-29']);
});
