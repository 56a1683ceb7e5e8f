import { describe, expect, it } from 'vitest';
import type { Problem } from '../../api/http';
import { UNREACHABLE } from '../../api/http';
import { needsPerson, outcomeOf, sayOutcome, sayWhy, whyOf } from './why';

const problem = (status: number, name: string): Problem => ({ ...UNREACHABLE, status, name });

describe('why something waits', () => {
	it.each([
		['away', UNREACHABLE, false, 'no_network'],
		['away', UNREACHABLE, true, 'no_server'],
		['sending', UNREACHABLE, true, 'no_server'],
		['sending', undefined, true, 'sending'],
		['in_step', undefined, true, 'sending'],
		['away', problem(503, 'busy'), true, 'server_busy'],
		['away', problem(503, 'server_older'), true, 'server_older'],
		['away', problem(507, 'disk_full'), true, 'disk_full'],
		['away', problem(429, 'too_many_tries'), true, 'too_many'],
		['away', problem(502, 'unreachable'), true, 'no_server'],
		['signed_out', problem(401, 'sign_in_first'), true, 'signed_out'],
		['signed_out', problem(401, 'sign_in_first'), false, 'signed_out'],
		['signed_out', problem(403, 'wrong_account'), true, 'other_person'],
		['closed', problem(403, 'device_closed'), true, 'closed'],
		['update', problem(426, 'update_needed'), true, 'update'],
	] as const)('%s after %o, online %s: %s', (reach, trouble, online, why) => {
		expect(whyOf({ reach, trouble, online })).toBe(why);
		expect(sayWhy(why).length).toBeGreaterThan(10);
	});

	it('goes on by itself unless a person has to do something', () => {
		expect(needsPerson('no_server')).toBe(false);
		expect(['signed_out', 'other_person', 'closed', 'update'].every((why) => needsPerson(why as 'closed'))).toBe(true);
	});
});

describe('what came of trying now', () => {
	it('is said truly', () => {
		expect(sayOutcome(outcomeOf(3, 0, 'in_step', true))).toBe('All 3 changes are on the server now.');
		expect(sayOutcome(outcomeOf(0, 0, 'in_step', true))).toContain('Nothing was waiting');
		expect(sayOutcome(outcomeOf(60, 10, 'away', true))).toBe('50 changes are on the server now, others still wait.');
		expect(outcomeOf(3, 3, 'away', true)).toEqual({ is: 'not' });
		expect(outcomeOf(3, 0, 'away', true)).toEqual({ is: 'part', count: 3 }); // answered, and then the line went
		expect(outcomeOf(3, 3, 'in_step', false)).toEqual({ is: 'busy' });
	});
});
