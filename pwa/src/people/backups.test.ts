import { describe, expect, it } from 'vitest';
import type { Backups } from './asking';
import { isOld, megabytes, needsAttention } from './backups';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const newest = { madeAt: '2026-03-10T07:00:00.000Z', size: 1_250_000, sealed: true, elsewhere: true };
const calm: Backups = { setUp: true, newest, failed: null, restorations: [] };
const device = { person: 'Ben', label: 'phone', lastSeen: null };
const restored = (restoredAt: string, missing = [device]): Backups['restorations'] => [
	{ restoredAt, backupAt: '2026-03-01T07:00:00.000Z', brought: 3, keptApart: 0, heard: [], missing },
];

describe('what an admin is told on the home page', () => {
	it('nothing while all is well, and nothing while no backups are set up', () => {
		expect(needsAttention(calm, NOW)).toBeUndefined();
		expect(needsAttention({ ...calm, setUp: false, newest: null }, NOW)).toBeUndefined();
	});

	it('that the last try failed, before everything else', () => {
		const failed = { at: '2026-03-10T07:00:00.000Z', problem: 'disk_full' };
		expect(needsAttention({ ...calm, failed, restorations: restored('2026-03-09T07:00:00.000Z') }, NOW)).toEqual({ about: 'failed' });
	});

	it('that nightly backups have stopped', () => {
		const old = { ...newest, madeAt: '2026-03-07T07:00:00.000Z' };
		expect(isOld(old.madeAt, NOW)).toBe(true);
		expect(needsAttention({ ...calm, newest: old }, NOW)).toEqual({ about: 'old', madeAt: old.madeAt });
	});

	it('how many devices are still awaited after a restore, for a month', () => {
		expect(needsAttention({ ...calm, restorations: restored('2026-03-09T07:00:00.000Z') }, NOW)).toEqual({ about: 'missing', count: 1 });
		expect(needsAttention({ ...calm, restorations: restored('2026-03-09T07:00:00.000Z', []) }, NOW)).toBeUndefined();
		expect(needsAttention({ ...calm, restorations: restored('2026-01-09T07:00:00.000Z') }, NOW)).toBeUndefined();
	});
});

it('a size is said in megabytes', () => {
	expect([megabytes(1_250_000), megabytes(10)]).toEqual(['1.3', '0.1']);
});
