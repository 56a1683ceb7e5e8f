import { describe, expect, it } from 'vitest';
import vectors from '../../../tests/wire/charter_vectors.json';
import { dueDay, missingParts, sideOf, signingProblem } from './charter-rules';

describe('a charter is signed as the server decides', () => {
	it.each(vectors.side_of)('$roles signs for $side', ({ roles, side }) => {
		expect(sideOf(roles)).toBe(side);
	});

	it.each(vectors.signing)('$title', ({ side, problem, ...asked }) => {
		expect(signingProblem(side, asked)).toBe(problem);
	});

	it.each(vectors.whole)('$whole: $texts', ({ texts, whole }) => {
		expect(missingParts(texts).length === 0).toBe(whole);
	});

	it('says what is missing in the language that says most', () => {
		expect(missingParts([{ purpose: 'a' }, { purpose: 'a', neverFor: 'b', notice: 'c', readers: 'd' }])).toEqual(['keeping']);
	});
});

describe('feedback is due', () => {
	it.each(vectors.due)('$title', ({ weekdays, off, first, last, day, days, due }) => {
		expect(dueDay({ weekdays, first, last, off: new Set(off) }, day, days)).toBe(due);
	});
});
