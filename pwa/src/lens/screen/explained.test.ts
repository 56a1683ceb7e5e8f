import { describe, expect, it } from 'vitest';
import { example, explained, listed } from './explained';
import type { Source } from '../shapes';

const SOURCE: Source = {
	lists: { people: ['@young', 'kids'], young: ['students'], endings: ['struggl*'] },
	verbs: { lacking: ['lack'] },
	rules: [
		{ id: 'deficit.lack', label: 'deficit', patterns: ['@people @lacking ..2 [ #quote ]', 'no|not !ever idea?'] },
		{ id: 'asset.help', label: 'asset', patterns: ['help'] },
		{ id: 'guard.tide', spares: ['deficit'], patterns: ['low tide'] },
		{ id: 'guard.seen', spares: ['asset'], patterns: ['seen'] },
		{ id: 'deficit.hidden', label: 'deficit', quiet: true, patterns: ['x'] },
	],
	says: { deficit: { why: 'It says what is missing.', offer: { lack: 'are building', '': 'What did you see?' } }, 'pii.first_name': { why: 'A name.', offer: 'a student' } },
};

describe('the rules as people read them', () => {
	it('a pattern is said with words of its own lists', () => {
		const lists = new Map([['people', 'students']]);
		expect(example('@people failed|forgot to ..3 [ work ] again?', lists)).toBe('students failed to … work');
		expect(example('struggl* #number', lists)).toBe('struggl… 5');
	});

	it('each rule that can be met is there, with why and what it offers, and so is what it leaves alone', () => {
		const rules = explained([SOURCE]);
		expect(rules.map(({ id, sort }) => [id, sort])).toEqual([
			['deficit.lack', 'deficit'],
			['guard.tide', 'spares'],
			['pii.first_name', 'pii'],
		]);
		expect(rules[0]).toMatchObject({
			reacts: ['students lack … “…”', 'no'],
			why: 'It says what is missing.',
			offers: [
				{ words: 'lack', offer: 'are building' },
				{ words: '', offer: 'What did you see?' },
			],
		});
		expect(rules[2]).toMatchObject({ why: 'A name.', offers: [{ words: '', offer: 'a student' }] });
	});

	it('every list is there, whole, and joined where two files have it', () => {
		expect(listed([SOURCE, { lists: { people: ['kids', 'pupils'] } }])).toEqual([
			{ name: 'endings', words: ['struggl*'] },
			{ name: 'lacking', words: ['lack'] },
			{ name: 'people', words: ['@young', 'kids', 'pupils'] },
			{ name: 'young', words: ['students'] },
		]);
	});
});
