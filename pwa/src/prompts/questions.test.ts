import { describe, expect, it } from 'vitest';
import { patternUnder, reasonOf } from './questions';
import type { Grounds } from './rules';

const grounds = (noticed: number | null): Grounds => ({ rests: 'pattern', rule: 'more', block: 3, lookFor: 'ask', visits: 14, noticed });

describe('what stands under a question', () => {
	it('is its released figure, as it was released', () => {
		expect(patternUnder(grounds(9))).toEqual({ lookFor: 'ask', noticed: 9, visits: 14, nearlyAll: 0, quiet: 0 });
	});

	it('is nearly all without a number, where no number was released', () => {
		expect(patternUnder(grounds(null))).toEqual({ lookFor: 'ask', noticed: 0, visits: 0, nearlyAll: 14, quiet: 0 });
	});

	it('is nothing for a question that needs no pattern', () => {
		expect(patternUnder({ rests: 'nothing', rule: 'too_few' })).toBeUndefined();
	});
});

it('gives each rule a reason of its own, and a safe one to a rule of tomorrow', () => {
	const rules = ['strongest', 'more', 'new', 'not_lately'].map((rule) => reasonOf({ ...grounds(9), rule } as Grounds));
	expect(new Set(rules).size).toBe(4);
	expect(reasonOf({ ...grounds(9), rule: 'unheard_of' } as Grounds)).toBe(rules[0]);
});
