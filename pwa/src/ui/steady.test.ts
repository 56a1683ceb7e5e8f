import { describe, expect, it } from 'vitest';
import { wentOn } from './steady';

describe('a clock on the screen', () => {
	it('goes by the device while both clocks agree', () => {
		expect(wentOn(1_010, 1_000)).toBe(1_010);
		expect(wentOn(-300, 0)).toBe(-300);
	});

	it('does not jump when the device is set back or far ahead', () => {
		expect(wentOn(-86_400_000, 1_000)).toBe(1_000);
		expect(wentOn(31_536_000_000, 1_000)).toBe(1_000);
	});

	it('counts the minutes in which the device slept', () => {
		expect(wentOn(600_000, 1_000)).toBe(600_000);
	});
});
