import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from './problems.ts';
import { PROBLEM_SENTENCES } from './messages/compiled/problems';

const PYTHON = readFileSync(resolve(import.meta.dirname, '../../../server/kernel/problems.py'), 'utf8');
const NAMES = [...PYTHON.matchAll(/\(\s*"\d{3}\.\d+",\s*"(\w+)"/g)].map((match) => match[1] ?? '');

describe('problems in the reader’s language', () => {
	it('every problem that the server can answer has a sentence here, and none is left over', () => {
		expect(NAMES.length).toBeGreaterThan(40);
		expect(Object.keys(PROBLEM_SENTENCES).sort()).toEqual([...NAMES, 'foreign_page', 'unreachable'].sort());
	});

	it('a problem of a newer server is said in its own words', () => {
		expect(sentenceOf({ name: 'not_known_here', detail: 'The bell has rung.' })).toBe('The bell has rung.');
	});
});
