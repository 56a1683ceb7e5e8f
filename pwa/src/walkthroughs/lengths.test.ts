import { describe, expect, it } from 'vitest';
import { LONGEST, pieces } from './lengths';

const word = 'Two pairs compared their ways and said why both work. ';

describe('words that are longer than a note holds', () => {
	it('stay one note as long as they fit', () => {
		expect(pieces('')).toEqual(['']);
		expect(pieces('a'.repeat(LONGEST))).toHaveLength(1);
	});

	it('become several, of which none is too long and nothing is missing', () => {
		for (const text of [word.repeat(1_000), 'x'.repeat(50_000), '👩‍🏫'.repeat(7_000), 'ש'.repeat(20_000), `${'line\n'.repeat(9_000)}end`, ' '.repeat(20_000), '\ud83d'.repeat(9_000)]) {
			const cut = pieces(text);
			expect(cut.join('')).toBe(text);
			expect(Math.max(...cut.map(({ length }) => length))).toBeLessThanOrEqual(LONGEST);
			expect(cut.length).toBeLessThanOrEqual(Math.ceil(text.length / 6_800));
		}
	});

	it('are cut between sentences, else between words, else between characters', () => {
		expect(pieces(word.repeat(1_000)).slice(0, -1).every((piece) => piece.endsWith('. '))).toBe(true);
		expect(pieces('word '.repeat(10_000)).every((piece) => piece.startsWith('word') && piece.endsWith(' '))).toBe(true);
		expect(pieces('👩‍🏫'.repeat(7_000)).every((piece) => piece.startsWith('👩‍🏫') && piece.endsWith('🏫'))).toBe(true);
	});
});
