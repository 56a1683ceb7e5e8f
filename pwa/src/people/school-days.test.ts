import { describe, expect, it } from 'vitest';
import { daysFrom, freeTimes, yearFits } from './school-days';

const WEEK = [1, 2, 3, 4, 5];
const off = (day: string, title: string) => ({ id: day, day, title });

describe('days off', () => {
	it('are one free time over a weekend, when they have one title', () => {
		const days = [off('2026-03-09', 'Spring break'), off('2026-03-06', 'Spring break'), off('2026-03-10', 'Spring break')];
		expect(freeTimes(days, WEEK)).toEqual([{ title: 'Spring break', first: '2026-03-06', last: '2026-03-10', ids: ['2026-03-06', '2026-03-09', '2026-03-10'] }]);
	});

	it('are two when a school day or another title lies between', () => {
		expect(freeTimes([off('2026-03-05', 'A'), off('2026-03-09', 'A')], WEEK)).toHaveLength(2);
		expect(freeTimes([off('2026-03-05', 'A'), off('2026-03-06', 'B')], WEEK)).toHaveLength(2);
	});

	it('are each day from the first to the last, also over the end of a month and a change of the clock', () => {
		expect(daysFrom('2026-02-27', '2026-03-02')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
		expect(daysFrom('2026-03-28', '2026-03-30')).toHaveLength(3);
	});

	it('are none when the end comes first, is missing, or is far away', () => {
		expect([daysFrom('2026-03-02', '2026-03-01'), daysFrom('2026-03-02', ''), daysFrom('2026-01-01', '2026-12-31')]).toEqual([[], [], []]);
	});
});

describe('a school year', () => {
	it('ends after it begins, within 400 days, with a day taught', () => {
		expect(yearFits('2026-08-15', '2027-06-15', WEEK)).toBe(true);
		expect(yearFits('2026-08-15', '2026-08-15', WEEK)).toBe(false);
		expect(yearFits('2026-08-15', '2028-06-15', WEEK)).toBe(false);
		expect(yearFits('2026-08-15', '', WEEK)).toBe(false);
		expect(yearFits('2026-08-15', '2027-06-15', [])).toBe(false);
	});
});
