import { describe, expect, it } from 'vitest';
import { ago, elapsed, longDay } from './format';

describe('times for people', () => {
	it('time into a visit runs in minutes and seconds, then in hours', () => {
		expect([0, 7_999, 247_000, 3_847_000].map(elapsed)).toEqual(['0:00', '0:07', '4:07', '1:04:07']);
	});

	it('a clock set back does not show negative time', () => {
		expect(elapsed(-5_000)).toBe('0:00');
	});

	it('a plain day is that day in every time zone', () => {
		expect(longDay('2026-03-05')).toBe('Thursday, March 5');
	});

	it('ago takes the largest unit that fits', () => {
		const now = Date.parse('2026-03-05T12:00:00Z');
		expect(ago('2026-03-05T11:57:00Z', now)).toBe('3 minutes ago');
		expect(ago('2026-03-04T12:00:00Z', now)).toBe('yesterday');
		expect(ago('2026-03-07T12:00:00Z', now)).toBe('in 2 days');
	});
});
