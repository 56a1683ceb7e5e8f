import { describe, expect, it } from 'vitest';
import { spoken, started, waited } from './timing';

const at = { wall: 1_000_000, page: 500, origin: 7 };

describe('the stopwatch', () => {
	it('goes by the page, whatever is done to the clock meanwhile', () => {
		expect(waited(started(at), { wall: 0, page: 4_500, origin: 7 })).toBe(4_000);
		expect(waited(started(at), { wall: 99_000_000, page: 4_500, origin: 7 })).toBe(4_000);
	});

	it('goes on by the clock in a page that was opened anew, and is never below nothing', () => {
		expect(waited(started(at), { wall: 1_009_000, page: 20, origin: 8 })).toBe(9_000);
		expect(waited(started(at), { wall: 1, page: 20, origin: 8 })).toBe(0);
	});

	it('says whole seconds, and minutes from two on', () => {
		expect(spoken(3_600)).toEqual({ minutes: 0, seconds: 4 });
		expect(spoken(119_400)).toEqual({ minutes: 0, seconds: 119 });
		expect(spoken(119_600)).toEqual({ minutes: 2, seconds: 0 });
		expect(spoken(400)).toEqual({ minutes: 0, seconds: 0 });
	});
});
