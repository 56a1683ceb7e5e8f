import { describe, expect, it } from 'vitest';
import { schoolYearAround, timeZones, weekdayNames } from './school-year';

describe('what a new school begins with', () => {
	it('takes the school year that a day lies in, or the coming one in summer', () => {
		expect(schoolYearAround(new Date(2026, 2, 5))).toEqual({ start: '2025-08-15', end: '2026-06-15' });
		expect(schoolYearAround(new Date(2026, 6, 5))).toEqual({ start: '2026-08-15', end: '2027-06-15' });
	});

	it('offers the device’s own time zone once', () => {
		const { own, all } = timeZones();
		expect(all.filter((zone) => zone.value === own)).toHaveLength(1);
		expect(all.map((zone) => zone.value)).toContain('America/Chicago');
	});

	it('names the week from Monday', () => {
		expect(weekdayNames()).toEqual(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
	});
});
