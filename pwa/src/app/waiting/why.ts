import type { Problem } from '../../api/http';
import { m } from '../../i18n';
import type { Reach } from '../../sync/loop.svelte';

/** Why what waits has not gone, in the order in which a person can do something about it. */
export type Why = 'sending' | 'no_network' | 'no_server' | 'server_busy' | 'disk_full' | 'server_older' | 'too_many' | 'signed_out' | 'other_person' | 'closed' | 'update';

/** What the last try met. `online` is the device's own belief, good only for telling "no network" from "no server". */
export function whyOf({ reach, trouble, online }: { reach: Reach | undefined; trouble: Problem | undefined; online: boolean }): Why {
	if (reach === 'closed' || reach === 'update') return reach;
	if (reach === 'signed_out') return trouble?.name === 'wrong_account' ? 'other_person' : 'signed_out';
	if (trouble === undefined || trouble.status === 0) return !online ? 'no_network' : trouble || reach === 'away' ? 'no_server' : 'sending';
	if (trouble.status === 507) return 'disk_full';
	if (trouble.status === 429) return 'too_many';
	if (trouble.name === 'server_older') return 'server_older';
	return trouble.status === 503 ? 'server_busy' : 'no_server';
}

const SAID: Record<Why, () => string> = {
	sending: m.waiting_why_sending,
	no_network: m.waiting_why_no_network,
	no_server: m.waiting_why_no_server,
	server_busy: m.waiting_why_server_busy,
	disk_full: m.waiting_why_disk_full,
	server_older: m.waiting_why_server_older,
	too_many: m.waiting_why_too_many,
	signed_out: m.waiting_why_signed_out,
	other_person: m.waiting_why_other_person,
	closed: m.waiting_why_closed,
	update: m.waiting_why_update,
};

export const sayWhy = (why: Why): string => SAID[why]();

/** Whether it goes on by itself, or needs a person first. */
export const needsPerson = (why: Why): boolean => ['signed_out', 'other_person', 'closed', 'update'].includes(why);

/** What a try that was asked for came to. `busy`: another tab has the line. */
export type Outcome = { is: 'sent' | 'part'; count: number } | { is: 'nothing' | 'not' | 'busy' };

export function outcomeOf(before: number, after: number, reach: Reach | undefined, tried: boolean): Outcome {
	const count = Math.max(0, before - after);
	if (reach === 'in_step' && after === 0) return before === 0 ? { is: 'nothing' } : { is: 'sent', count };
	if (count > 0) return { is: 'part', count };
	return { is: tried ? 'not' : 'busy' };
}

export function sayOutcome(outcome: Outcome): string {
	switch (outcome.is) {
		case 'sent':
			return m.waiting_outcome_sent({ count: outcome.count });
		case 'part':
			return m.waiting_outcome_part({ count: outcome.count });
		case 'nothing':
			return m.waiting_outcome_nothing();
		case 'not':
			return m.waiting_outcome_not();
		case 'busy':
			return m.waiting_outcome_other_tab();
	}
}
