import { expect, it } from 'vitest';
import type { Pattern } from './rules';
import { fractionOf } from './words';

const pattern = (more: Partial<Pattern>): Pattern => ({ lookFor: 'ask', noticed: 0, visits: 0, nearlyAll: 0, quiet: 0, ...more });

it('says a fraction of visits, in one or many', () => {
	expect(fractionOf(pattern({ noticed: 9, visits: 14 }))).toBe('9 of 14 visits');
	expect(fractionOf(pattern({ noticed: 1, visits: 1 }))).toBe('1 of 1 visit');
});

it('says nearly all without a number that could be subtracted', () => {
	expect(fractionOf(pattern({ nearlyAll: 14 }))).toBe('nearly all of 14 visits');
});

it('keeps the two apart where blocks say both', () => {
	expect(fractionOf(pattern({ noticed: 9, visits: 14, nearlyAll: 15 }))).toBe('9 of 14 visits, and nearly all of 15 visits');
});

it('says of the withheld only that it cannot be said, and no zero', () => {
	expect(fractionOf(pattern({ quiet: 14 }))).not.toMatch(/\d/);
});
