import { describe, expect, it } from 'vitest';
import { changedAfter, isBlankStrength, sharedProblemWithout } from './drafting';

const links = [
	{ strength: 's', note: 'a' },
	{ strength: 't', note: 'a' },
	{ strength: 't', note: 'b' },
];

describe('a strength', () => {
	it('is blank without words and without evidence', () => {
		expect(isBlankStrength('u', ' ', links)).toBe(true);
		expect(isBlankStrength('u', null, links)).toBe(true);
		expect(isBlankStrength('s', '', links)).toBe(false);
		expect(isBlankStrength('u', 'Wait time', links)).toBe(false);
	});
});

describe('once shared', () => {
	const without = (one: { strength?: string; note?: string }, strengths = ['s', 't']) => sharedProblemWithout(strengths, links, ['a', 'b'], one);

	it('one strength at least stays', () => {
		expect(without({ strength: 's' })).toBeNull();
		expect(without({ strength: 's' }, ['s'])).toBe('nothing_to_share');
	});

	it('the last note under a strength stays under it', () => {
		expect(without({ strength: 't', note: 'a' })).toBeNull();
		expect(without({ strength: 's', note: 'a' })).toBe('strength_without_note');
	});

	it('a note on which a strength rests alone cannot go', () => {
		expect(without({ note: 'a' })).toBe('strength_without_note');
		expect(without({ note: 'b' })).toBeNull();
	});
});

describe('a change', () => {
	const heads = { text: [{ at: '2026-03-05T10:00:00Z' }] };

	it('is one only if it was written after the sharing', () => {
		expect(changedAfter(heads, '2026-03-05T09:59:59.999Z')).toBe(true);
		expect(changedAfter(heads, '2026-03-05T10:00:00.000Z')).toBe(false);
	});

	it('before any sharing is none', () => {
		expect(changedAfter(heads, null)).toBe(false);
	});
});
