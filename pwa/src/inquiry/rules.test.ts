import { describe, expect, it } from 'vitest';
import { isOffered } from './rules';

describe('a focus', () => {
	it('is on offer from its first day on', () => {
		expect(isOffered({ since: '2026-03-05', until: null }, '2026-03-04')).toBe(false);
		expect(isOffered({ since: '2026-03-05', until: null }, '2026-03-05')).toBe(true);
	});

	it('is over on the day on which it ended', () => {
		expect(isOffered({ since: '2026-03-05', until: '2026-03-19' }, '2026-03-18')).toBe(true);
		expect(isOffered({ since: '2026-03-05', until: '2026-03-19' }, '2026-03-19')).toBe(false);
	});

	it('without a first day is not on offer', () => {
		expect(isOffered({ since: null, until: null }, '2026-03-05')).toBe(false);
	});
});
