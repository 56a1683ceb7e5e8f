import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { onDisk } from '../src/lens/command.ts';
import { type Lang, read } from '../src/lens/lens.ts';
import { examples, MARKED, page, PAGE } from './lens-examples.ts';

const lexicon = onDisk();
const all = (['en', 'es'] as Lang[]).flatMap((lang) => examples()[lang].map((example) => ({ lang, ...example })));
const marks = (text: string, lang: Lang) => read(text, lexicon, { lang }).labels.filter((label) => MARKED.includes(label));

test('the page of examples is what the lens says today', () => {
	expect(readFileSync(PAGE, 'utf8'), 'Run: npm run examples').toBe(page(lexicon));
});

test('both languages have as many examples', () => {
	expect(examples().en.length).toBe(examples().es.length);
	expect(all.length).toBeGreaterThan(20);
});

test.each(all.filter(({ before, after }) => before !== after))('"$before" is marked', ({ before, lang }) => {
	expect(marks(before, lang)).not.toEqual([]);
});

test.each(all)('"$after" has no marks', ({ after, lang }) => {
	expect(marks(after, lang)).toEqual([]);
});
