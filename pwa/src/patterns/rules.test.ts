import { describe, expect, it } from 'vitest';
import { addUp, awaited, cutFor, overTime, said, spanOf, strongestFirst, type Figure, type Release } from './rules';

const ask = { id: 'ask', protocolId: 'p' };
const show = { id: 'show', protocolId: 'p' };

const number = (lookFor: string, noticed: number): Figure => ({ lookFor, noticed, nearlyAll: false });
const nearlyAll = (lookFor: string): Figure => ({ lookFor, noticed: null, nearlyAll: true });

function release(block: number, visits: number, figures: Figure[], more: Partial<Release> = {}): Release {
	const days = { closedOn: '2026-03-20', firstDay: '2026-03-02', lastDay: '2026-03-22' };
	return { block, visits, figures, protocolId: 'p', group: '', ...days, ...more };
}

describe('adding up blocks', () => {
	it('sums the visits in which it was noticed over the visits of the same blocks', () => {
		const [pattern] = addUp([release(1, 15, [number('ask', 6)]), release(2, 16, [number('ask', 9)])], [ask]);
		expect(pattern).toEqual({ lookFor: 'ask', noticed: 15, visits: 31, nearlyAll: 0, quiet: 0 });
	});

	it('leaves a block that withholds it out of the fraction, not in as a zero', () => {
		const [pattern] = addUp([release(1, 15, [number('ask', 6)]), release(2, 16, [])], [ask]);
		expect(pattern).toEqual({ lookFor: 'ask', noticed: 6, visits: 15, nearlyAll: 0, quiet: 16 });
	});

	it('keeps the visits of nearly all apart, because they have no number', () => {
		const [pattern] = addUp([release(1, 15, [number('ask', 6)]), release(2, 16, [nearlyAll('ask')])], [ask]);
		expect(pattern).toEqual({ lookFor: 'ask', noticed: 6, visits: 15, nearlyAll: 16, quiet: 0 });
	});

	it('counts a block once, though it came to the school and to the team', () => {
		const one = release(1, 15, [number('ask', 6)]);
		expect(addUp([one, { ...one }], [ask])[0]?.visits).toBe(15);
	});

	it('counts an earlier version with it only where declared the same, in blocks that closed from that day on', () => {
		const before = { protocolId: 'old', closedOn: '2026-03-01' };
		const blocks = [release(1, 15, [number('asked', 9)], before), release(2, 16, [number('asked', 7)], { ...before, closedOn: '2026-03-02' }), release(3, 20, [number('ask', 6)])];
		const also = [{ id: 'asked', protocolId: 'old', since: '2026-03-02' }];
		expect(addUp(blocks, [ask])[0]).toMatchObject({ noticed: 6, visits: 20 });
		expect(addUp(blocks, [{ ...ask, also }])[0]).toEqual({ lookFor: 'ask', noticed: 13, visits: 36, nearlyAll: 0, quiet: 0 });
	});

	it('counts only blocks in whose protocol the look-for was', () => {
		const other = release(2, 16, [], { protocolId: 'q' });
		expect(addUp([release(1, 15, [number('ask', 6)]), other], [ask])[0]?.quiet).toBe(0);
	});

	it('keeps the order of the look-fors that were asked for, said or not', () => {
		const patterns = addUp([release(1, 15, [number('ask', 6)])], [show, ask]);
		expect(patterns.map((pattern) => pattern.lookFor)).toEqual(['show', 'ask']);
	});
});

describe('what is said', () => {
	const of = (...releases: Release[]) => said(addUp(releases, [ask])[0]!);

	it('is a fraction of visits', () => {
		expect(of(release(1, 14, [number('ask', 9)]))).toEqual({ as: 'fraction', noticed: 9, visits: 14 });
	});

	it('is nearly all, without a number', () => {
		expect(of(release(1, 14, [nearlyAll('ask')]))).toEqual({ as: 'nearly_all', visits: 14 });
	});

	it('is a fraction, and nearly all of the others', () => {
		expect(of(release(1, 14, [number('ask', 9)]), release(2, 15, [nearlyAll('ask')]))).toEqual({
			as: 'fraction_and_nearly_all',
			noticed: 9,
			visits: 14,
			nearlyAll: 15,
		});
	});

	it('is the same whether nobody did it, too few did, or no block has closed', () => {
		expect(of(release(1, 14, []))).toEqual({ as: 'withheld' });
		expect(of()).toEqual({ as: 'withheld' });
	});
});

it('shows a team its own rooms, or the whole school', () => {
	const releases = [release(1, 15, [], { group: 'team-a' }), release(2, 15, [], { group: '' })];
	expect(cutFor({ id: 'team-a', patterns: 'rooms' }, releases).map((one) => one.block)).toEqual([1]);
	expect(cutFor({ id: 'team-a', patterns: 'school' }, releases).map((one) => one.block)).toEqual([1, 2]);
	expect(cutFor({ id: 'team-b', patterns: null }, releases)).toEqual([]);
});

it('puts strengths first and the withheld last', () => {
	const patterns = addUp([release(1, 15, [number('ask', 6), nearlyAll('show')])], [{ id: 'wait', protocolId: 'p' }, ask, show]);
	expect(strongestFirst(patterns).map((pattern) => pattern.lookFor)).toEqual(['show', 'ask', 'wait']);
});

it('tells a look-for block by block in their order', () => {
	const steps = overTime([release(3, 15, [number('ask', 8)]), release(1, 15, [])], ask);
	expect(steps.map(({ release: { block }, pattern }) => [block, said(pattern).as])).toEqual([
		[1, 'withheld'],
		[3, 'fraction'],
	]);
});

it('spans whole weeks', () => {
	const later = release(2, 15, [], { firstDay: '2026-03-23', lastDay: '2026-04-05' });
	expect(spanOf([later, release(1, 15, [])])).toEqual({ first: '2026-03-02', last: '2026-04-05' });
	expect(spanOf([])).toBeNull();
});

it('says what the next block awaits only when the server does', () => {
	expect(awaited(undefined)).toBeNull();
	expect(awaited({ moreTeachers: null })).toBeNull();
	expect(awaited({ moreTeachers: 2 })).toBe(2);
});
