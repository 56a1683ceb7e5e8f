import { expect, it } from 'vitest';
import { lookedFor, plain } from './directory';

const all = ['Tomás Herrera teacher', 'Ana Ruiz leader', 'Ana Herrera teacher'].map((text) => ({ text: plain(text) }));

it('finds whatever the accents and case, by any of the words, in any order', () => {
	expect(lookedFor(all, 'TOMAS')).toHaveLength(1);
	expect(lookedFor(all, 'herrera ana')).toEqual([all[2]]);
	expect(lookedFor(all, 'ruíz')).toEqual([all[1]]);
	expect(lookedFor(all, 'nobody')).toEqual([]);
});

it('shows everybody while nothing but space is typed', () => {
	expect(lookedFor(all, '  ')).toBe(all);
});
