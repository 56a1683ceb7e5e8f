import { describe, expect, it } from 'vitest';
import { type Room, inLikelyOrder, matches, notVisitedLately, periodsNow, searchText, weeksBetween } from './likely';

const room = (id: string, name: string, period: string | null = null): Room => ({ id, title: `Class ${id}`, period, place: '114', teachers: [{ id: name, name }] });
const never = { byMe: new Map(), byAnybody: new Map() };
const order = (rooms: Room[]) => rooms.map(({ id }) => id).join('');

describe('the rooms that come first', () => {
	it('are those into which a teacher has invited, whatever period is on', () => {
		expect(order(inLikelyOrder([room('a', 'Ben'), room('b', 'Dee', '2'), room('c', 'Chi')], never, ['2'], new Set(['c'])))).toBe('cba');
	});

	it('are those whose period is on', () => {
		expect(order(inLikelyOrder([room('a', 'Ben'), room('b', 'Dee', '2')], never, ['2']))).toBe('ba');
	});

	it('then those that I have not seen for the longest time, those never seen before all', () => {
		const seen = { byMe: new Map([['Ben', '2026-W10'], ['Dee', '2025-W50']]), byAnybody: new Map() };
		expect(order(inLikelyOrder([room('a', 'Ben'), room('b', 'Dee'), room('c', 'Chi')], seen, []))).toBe('cba');
	});

	it('then those that nobody has seen', () => {
		const seen = { byMe: new Map(), byAnybody: new Map([['Ben', '2026-W10']]) };
		expect(order(inLikelyOrder([room('a', 'Ben'), room('b', 'Dee')], seen, []))).toBe('ba');
	});

	it('a class of two teachers counts by the one seen longest ago', () => {
		const shared: Room = { ...room('s', 'Ben'), teachers: [{ id: 'Ben', name: 'Ben' }, { id: 'Chi', name: 'Chi' }] };
		const seen = { byMe: new Map([['Ben', '2026-W10'], ['Chi', '2026-W02'], ['Dee', '2026-W05']]), byAnybody: new Map() };
		expect(order(inLikelyOrder([room('d', 'Dee'), shared], seen, []))).toBe('sd');
	});

	it('are the same however the rooms were listed', () => {
		const rooms = ['a', 'b', 'c', 'd'].map((id) => room(id, 'Ben'));
		expect(order(inLikelyOrder([...rooms].reverse(), never, []))).toBe(order(inLikelyOrder(rooms, never, [])));
	});

	it('order a thousand rooms within a blink', () => {
		const rooms = Array.from({ length: 1000 }, (_, at) => room(String(at), `Teacher ${String(at % 130)}`));
		const began = performance.now();
		inLikelyOrder(rooms, never, []);
		expect(performance.now() - began).toBeLessThan(100);
	});
});

describe('a period', () => {
	const bells = [{ period: '1', starts: '08:00', ends: '08:50' }, { period: '2', starts: '08:55', ends: '09:45' }];

	it('is on from ten minutes before its bell until its end', () => {
		expect(periodsNow(bells, '07:49')).toEqual([]);
		expect(periodsNow(bells, '07:50')).toEqual(['1']);
		expect(periodsNow(bells, '08:46')).toEqual(['1', '2']);
		expect(periodsNow(bells, '08:50')).toEqual(['2']);
	});

	it('whose bell is not known is never on', () => {
		expect(periodsNow([{ period: '1', starts: null, ends: null }], '08:00')).toEqual([]);
	});
});

describe('searching', () => {
	const text = searchText({ ...room('x', 'José Núñez', '2'), title: 'Math 7' });

	it('finds by the beginnings of words, without accents and case, in any order', () => {
		for (const typed of ['nun', '7 jose', 'NÚÑEZ math', '114', '  ', '']) expect(matches(text, typed)).toBe(true);
	});

	it('does not find what no word begins with', () => {
		for (const typed of ['unez', 'jose 8', 'mathe']) expect(matches(text, typed)).toBe(false);
	});
});

describe('weeks', () => {
	it('are counted across the end of a year, also one with 53 weeks', () => {
		expect(weeksBetween('2026-W52', '2027-W01')).toBe(2);
		expect(weeksBetween('2025-W52', '2026-W01')).toBe(1);
		expect(weeksBetween('2026-W10', '2026-W10')).toBe(0);
	});

	it('tell whose room nobody was in lately, never visited first', () => {
		const teachers = ['Ben', 'Chi', 'Dee', 'Eve'].map((name) => ({ id: name, name }));
		const last = new Map([['Ben', '2026-W10'], ['Chi', '2026-W02'], ['Eve', '2026-W01']]);
		expect(notVisitedLately(teachers, last, '2026-W11', 4).map(({ id }) => id)).toEqual(['Dee', 'Eve', 'Chi']);
	});
});
