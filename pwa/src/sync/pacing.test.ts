import { describe, expect, it } from 'vitest';
import { PATIENCE, Pacing } from './pacing';

const steady = (clock = { now: 0 }) => ({ clock, pacing: new Pacing(() => clock.now, () => 1) });

describe('the pace of sending', () => {
	it('backs off from two seconds to five minutes, with jitter, and begins anew after an answer', () => {
		const { pacing } = steady();
		expect([1, 2, 3, 4, 5, 6, 7].map(() => pacing.failed(10))).toEqual([2_000, 5_000, 15_000, 40_000, 120_000, 300_000, 300_000]);
		pacing.answered(10);
		expect(pacing.failed(10)).toBe(2_000);
		expect(new Pacing(() => 0, () => 0).failed(10)).toBe(1_000);
	});

	it('leaves the server in peace for as long as it asks', () => {
		const { pacing, clock } = steady();
		expect(pacing.failed(10, 17)).toBe(17_000);
		clock.now += 16_000;
		expect(pacing.peace).toBe(1_000);
		clock.now += 1_000;
		expect(pacing.peace).toBe(0);
	});

	it('never meets a line that cuts at thirty seconds with the same request again', () => {
		const { pacing } = steady();
		const sizes = Array.from({ length: 8 }, () => (pacing.failed(PATIENCE), [pacing.most, pacing.page]));
		expect(sizes.map(([most]) => most)).toEqual([25, 13, 6, 3, 2, 1, 1, 1]);
		expect(sizes.at(-1)).toEqual([1, 8]);
	});

	it('grows again with quick answers, and does not shrink because there is no network at all', () => {
		const { pacing } = steady();
		pacing.failed(PATIENCE);
		pacing.failed(PATIENCE);
		pacing.answered(900);
		expect(pacing.most).toBe(25);
		pacing.answered(900);
		pacing.failed(3);
		expect([pacing.most, pacing.page]).toEqual([50, 500]);
	});

	it('shrinks before it is cut when an answer took long', () => {
		const { pacing } = steady();
		pacing.answered(PATIENCE * 0.7);
		expect(pacing.most).toBe(25);
	});
});
