import { describe, expect, it } from 'vitest';
import { figures, many, nobody, takenBack, tapped } from './counting';

const seven = Array.from({ length: 7 }).reduce<ReturnType<typeof nobody>>((count) => tapped(count, 'did'), nobody('pairs'));

describe('a quick count', () => {
	it('of whom one looked at is "7 of 9"', () => {
		expect(figures(tapped(tapped(seven, 'not_yet'), 'not_yet'))).toEqual({ did: 7, all: 9 });
	});

	it('of those alone who did says nothing about how many there are', () => {
		expect(figures(seven)).toEqual({ did: 7, all: undefined });
		expect(figures(nobody())).toEqual({ did: 0, all: undefined });
	});

	it('of nobody who did is a count too', () => {
		expect(figures(tapped(nobody(), 'not_yet'))).toEqual({ did: 0, all: 1 });
	});

	it('takes back the last tap, whichever it was, and no more than there are', () => {
		expect(many(takenBack(tapped(seven, 'not_yet')), 'not_yet')).toBe(0);
		expect(many(takenBack(seven), 'did')).toBe(6);
		expect(takenBack(nobody('groups'))).toEqual(nobody('groups'));
	});
});
