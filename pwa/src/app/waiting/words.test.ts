import { describe, expect, it } from 'vitest';
import type { Mutation } from '../../sync/wire';
import { copyOf, wordsOf } from './words';

const ID = '01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e4f';
const change = (...sets: Record<string, string | boolean | null>[]) =>
	({ id: ID, school: ID, verb: 'add_evidence_note', schema: 1, at: '2026-03-05T10:03:00.000Z', ops: sets.map((set) => ({ op: 'put', kind: 'evidence_note', id: ID, scope: `walkthrough:${ID}`, set, from: {} })) }) as unknown as Mutation;

describe('the words of a change that waits', () => {
	it('are what a person wrote, not ids, days or instants', () => {
		expect(wordsOf(change({ classId: ID, begunAt: '2026-03-05T10:03:00Z', due: '2026-03-05', text: 'They argue with evidence.' }))).toBe('They argue with evidence.');
	});

	it('are no choices that the app offers', () => {
		expect(wordsOf(change({ answer: 'fits', language: 'en', phase: 'make_sense' }))).toBe('');
	});

	it('are the longest text when there are several, and nothing when there is none', () => {
		expect(wordsOf(change({ title: 'Math' }, { text: 'A longer thought' }))).toBe('A longer thought');
		expect(wordsOf(change({ shared: true, text: null }))).toBe('');
	});

	it('can be taken along as plain text with the reason', () => {
		expect(copyOf([{ mutation: change({ text: 'Kept.' }), title: 'Evidence note', why: 'Two wordings.' }])).toBe(
			'Evidence note · 2026-03-05T10:03:00.000Z\nTwo wordings.\nKept.\n',
		);
	});
});
