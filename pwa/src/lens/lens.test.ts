import { expect, test } from 'vitest';
import { read } from './lens.ts';
import { loaded } from './load.ts';

const lexicon = await loaded();
const labels = (text: string) => read(text, lexicon).labels;

test('a lack is marked, and what was seen is not', () => {
	const { findings } = read('5 of 20 students were off task.', lexicon);
	expect(findings.map(({ label, start, end }) => [label, start, end])).toContainEqual(['deficit', 22, 30]);
	expect(labels('Nobody was off-task; 5 of 5 tables were building.')).not.toContain('deficit');
});

test('a student is named, a teacher and a book are not', () => {
	expect(labels('Ximena explained her model to a partner.')).toContain('pii');
	expect(labels('Ms. Rivera asked three questions.')).not.toContain('pii');
});

test('what stands inside a quotation is nobody’s verdict', () => {
	expect(labels('A student said, "I am lazy and bad at math."')).toEqual(['evidence']);
});
