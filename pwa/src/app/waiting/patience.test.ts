import { describe, expect, it } from 'vitest';
import type { Answered, Entry } from '../../sync/core';
import { overdueOf, watched } from './patience';

const HOUR = 3_600_000;
const NOW = Date.parse('2026-03-05T12:00:00Z');
const at = (hours: number) => new Date(NOW + hours * HOUR).toISOString();
const entry = (id: string, hours: number, inFile = false): Entry => ({ seq: 1, tries: 1, mutation: { id, school: 's', verb: 'v', schema: 1, at: at(hours), ops: [] }, ...(inFile && { inFile }) });
const parkedSince = (hours: number): Answered => ({ ...entry('p', hours), verdict: { id: 'p', status: 'parked', clock: 1 }, answeredAt: at(hours), dismissed: false });
const look = (known: Partial<Parameters<typeof overdueOf>[0]>) => overdueOf({ outbox: [], parked: [], inStep: undefined, watch: undefined, now: NOW, ...known });

describe('what waits for more than a day', () => {
	it('is said after a day and not before, with all that waits and the oldest time', () => {
		expect(look({ outbox: [entry('a', -23.9)] })).toBeUndefined();
		expect(look({ outbox: [entry('a', -25), entry('b', -1)], inStep: at(-26) })).toEqual({ since: at(-25), count: 2, parked: 0 });
		expect(look({})).toBeUndefined();
	});

	it('is said at once when the time of writing lies in the future: the clock was set back', () => {
		expect(look({ outbox: [entry('a', 1)] })).toMatchObject({ since: undefined, count: 1 });
		expect(look({ outbox: [entry('a', 0.1)] })).toBeUndefined(); // a clock put right by minutes
	});

	it('is said at once when it was written "before" everything was last sent, which cannot be', () => {
		expect(look({ outbox: [entry('a', -5)], inStep: at(-3) })).toMatchObject({ since: undefined, count: 1 });
		expect(look({ outbox: [entry('a', -1)], inStep: at(5) })).toMatchObject({ since: undefined, count: 1 });
	});

	it('is not a jump when it came in a file from another device', () => {
		expect(look({ outbox: [entry('a', -5, true)], inStep: at(-3) })).toBeUndefined();
		expect(look({ outbox: [entry('a', -30, true)], inStep: at(-3) })).toMatchObject({ count: 1 });
	});

	it('is said after a day of the app’s own watching, though the clock was set back half a day', () => {
		const waits = entry('a', -23);
		let watch = watched(undefined, waits, NOW);
		expect(watch?.waited).toBe(23 * HOUR);
		watch = watched(watch, waits, NOW - 20 * HOUR); // set back: nothing is added, nothing is lost
		watch = watched(watch, waits, NOW - 18.9 * HOUR);
		expect(look({ outbox: [waits], watch, now: NOW - 18.9 * HOUR })).toMatchObject({ count: 1 });
		expect(look({ outbox: [waits], now: NOW - 18.9 * HOUR })).toBeUndefined();
	});

	it('begins to watch anew when the oldest has gone', () => {
		const watch = watched({ oldest: 'a', seen: NOW - HOUR, waited: 30 * HOUR }, entry('b', -2), NOW);
		expect(watch).toEqual({ oldest: 'b', seen: NOW, waited: 2 * HOUR });
		expect(look({ outbox: [entry('b', -2)], watch: { oldest: 'a', seen: NOW, waited: 30 * HOUR } })).toBeUndefined();
		expect(watched(watch, undefined, NOW)).toBeUndefined();
	});

	it('counts what the server holds and cannot do yet, but not what has only just come to it', () => {
		expect(look({ parked: [parkedSince(-1)] })).toBeUndefined();
		expect(look({ parked: [parkedSince(-50)], outbox: [entry('a', -1)] })).toEqual({ since: at(-50), count: 1, parked: 1 });
	});
});
