import { describe, expect, it } from 'vitest';
import vectors from '../../../tests/wire/sharing_vectors.json';
import { type Rests, restingProblem, sharingProblem } from './rules';

const rests = (links: string[][]): Rests[] => links.map(([strength, note]) => ({ strength: strength!, note: note! }));

describe('sharing is decided as on the server', () => {
	it.each(vectors.sharing)('$name', ({ strengths, links, notes, question, problem }) => {
		expect(sharingProblem(strengths, rests(links), notes, question)).toBe(problem);
	});

	it.each(vectors.resting)('once shared: $name', ({ strengths, links, notes, problem }) => {
		expect(restingProblem(strengths, rests(links), notes)).toBe(problem);
	});
});

it('accepts a set of notes as well as a list', () => {
	const strengths = [{ id: 's1', wordings: ['They explain'] }];
	expect(sharingProblem(strengths, rests([['s1', 'n1']]), new Set(['n1']), [])).toBeNull();
	expect(sharingProblem(strengths, rests([['s1', 'n1']]), new Set<string>(), [])).toBe('strength_without_note');
});
