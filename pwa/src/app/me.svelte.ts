// Where my words are, for the shell, the home page and the page of what waits.
import { disk } from '../db/disk.svelte';
import { view } from '../db/view';
import type { Answered, Entry } from '../sync/core';
import { here } from '../sync/here.svelte';
import { online } from './shell/online.svelte';
import { type Sending, sendingOf } from './shell/sending';

export const me = {
	/** Changes that only this device has. */
	get waiting(): Entry[] {
		void view.me; // rings whenever the outbox or an answer changes
		return here.store?.holding.outbox ?? [];
	},
	/** Changes that the server has refused and that nobody has put aside yet. */
	get refused(): Answered[] {
		return answered().filter(({ verdict, dismissed }) => verdict.status === 'rejected' && !dismissed);
	},
	/** Refused, and put aside by their author. */
	get aside(): Answered[] {
		return answered().filter(({ verdict, dismissed }) => verdict.status === 'rejected' && dismissed);
	},
	/** Changes that the server holds until what they name arrives. */
	get parked(): Answered[] {
		return answered().filter(({ verdict }) => verdict.status === 'parked');
	},
	/** A new device that has not been in step yet: what it shows is not all there is. */
	get arriving(): boolean {
		void view.me;
		const standing = here.store?.holding;
		const fresh = standing !== undefined && (standing.asof === null || Object.keys(standing.behind).length > 0);
		return fresh && online.now && here.loop?.reach !== 'away';
	},
	get sending(): Sending {
		const reach = here.loop?.reach;
		return sendingOf({
			refused: this.refused.length,
			unsent: this.waiting.length + disk.bytes.size,
			signInNeeded: reach === 'signed_out',
			foreignPage: reach === 'away' && here.loop?.trouble?.name === 'foreign_page',
			closed: reach === 'closed',
			arriving: this.arriving,
			online: online.now && reach !== 'away',
		});
	},
};

function answered(): Answered[] {
	void view.me;
	return here.store?.holding.answered ?? [];
}
