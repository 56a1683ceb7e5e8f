import { describe, expect, it } from 'vitest';
import vectors from '../../../tests/wire/sharing_vectors.json';
import { discardProblem, OBSERVING, startProblem, weekOf } from './rules';

describe('a visit is decided about as on the server', () => {
	it.each(vectors.starting)('starting: $name', ({ observer, visited, teachers, problem }) => {
		expect(startProblem(observer, visited, teachers)).toBe(problem);
	});

	it.each(vectors.discarding)('discarding: $name', ({ discarded, shared, problem }) => {
		expect(discardProblem(discarded, shared)).toBe(problem);
	});

	it.each(vectors.weeks)('the week of $name', ({ moment, zone, week }) => {
		expect(weekOf(new Date(moment), zone)).toBe(week);
	});
});

it('counts weeks without a gap over ten years', () => {
	const monday = Date.UTC(2024, 0, 1, 12);
	const weeks = Array.from({ length: 520 }, (_, count) => weekOf(new Date(monday + count * 7 * 86_400_000), 'UTC'));
	expect(new Set(weeks).size).toBe(520);
	expect([...weeks].sort()).toEqual(weeks);
});

it('lets peers observe as leaders do, and nobody else', () => {
	expect([...OBSERVING].sort()).toEqual(['leader', 'teacher']);
});
