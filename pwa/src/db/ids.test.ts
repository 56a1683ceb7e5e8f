import { afterEach, describe, expect, it, vi } from 'vitest';
import { childId, goPast, momentIn, newId } from './ids';

const DAY = 86_400_000;

afterEach(() => void vi.useRealTimers());

describe('ids made on one device', () => {
	it('only grow, while its clock is set a year back, and forward again', () => {
		vi.useFakeTimers({ toFake: ['Date'] });
		const ids = [0, 0, -366 * DAY, -366 * DAY, 5, DAY, -DAY].map((jump) => {
			vi.setSystemTime(Date.now() + jump);
			return newId();
		});
		expect([...ids].sort()).toEqual(ids);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('go past one that was made while the clock was ahead', () => {
		const ahead = `${(Date.now() + 30 * DAY).toString(16).padStart(12, '0').replace(/^.{8}/, '$&-')}-7fff-bfff-ffffffffffff`;
		goPast(ahead);
		expect(newId() > ahead).toBe(true);
		expect(momentIn(newId()) > momentIn(ahead)).toBe(true);
	});

	it('take no time from an id that names none', () => {
		const before = newId();
		goPast(childId('a', 'b'));
		goPast(undefined);
		expect(parseInt(momentIn(newId()), 16) - parseInt(momentIn(before), 16)).toBeLessThan(DAY);
	});
});
