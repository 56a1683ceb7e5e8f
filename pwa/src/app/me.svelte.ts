// Where my words are, for the shell and the home page.
import { view } from '../db/view';
import { here } from '../sync/here.svelte';
import { online } from './shell/online.svelte';
import { type Sending, sendingOf } from './shell/sending';

export const me = {
	/** Changes that only this device has. */
	get unsent(): number {
		void view.me; // rings when the outbox changes
		return here.unsent;
	},
	/** Changes that the server has refused and that nobody has looked at yet. */
	get refused(): number {
		void view.me;
		return here.store?.holding.answered.filter(({ verdict, dismissed }) => verdict.status === 'rejected' && !dismissed).length ?? 0;
	},
	get sending(): Sending {
		const reach = here.loop?.reach;
		return sendingOf({
			refused: this.refused,
			unsent: this.unsent,
			signInNeeded: reach === 'signed_out',
			online: online.now && reach !== 'away',
		});
	},
};
