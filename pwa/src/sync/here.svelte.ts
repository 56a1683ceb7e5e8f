/** Whoever is signed in on this device, from a cold start to signing out: the store, the view and the loop. */
import { door, type SignedIn } from '../api/door';
import type { VerbName } from '../api/kinds';
import { actOn, afterActs } from '../db/act';
import { keepAll } from '../db/autosave.svelte';
import { draftIn } from '../db/drafts';
import { Store } from '../db/store';
import { view } from '../db/view';
import { Loop } from './loop.svelte';

const WHO = 'brightwalk.account';
export const BUILD = 1;

/** What somebody else is waiting for: it is not held back for what might follow it. */
const AWAITED = new Set<VerbName>(['share_feedback', 'withdraw_share', 'answer_feedback']);

/** `starting` until the device has looked; `nobody` leads to the sign-in screens. */
export type Presence = 'starting' | 'nobody' | 'here' | 'unreadable';

class Here {
	presence = $state<Presence>('starting');
	loop = $state.raw<Loop>();
	/** A newer version in another tab needs this one to close the database. */
	overtaken = $state(false);
	#store: Store | undefined;

	/** Cold start: who was here last, from the device alone. */
	async wake(): Promise<Presence> {
		afterActs((verb) => this.loop?.soon(AWAITED.has(verb) ? 0 : undefined));
		const account = localStorage.getItem(WHO);
		try {
			const store = account ? await Store.open(account) : undefined;
			if (store) this.#begin(store);
			else this.presence = 'nobody';
		} catch {
			this.presence = 'unreadable'; // IndexedDB refused: private mode, a full disk, another version
		}
		return this.presence;
	}

	/** A full sign-in has just happened. */
	async enter(signedIn: SignedIn): Promise<void> {
		this.#end();
		localStorage.setItem(WHO, signedIn.account.id);
		this.#begin(await Store.enter(signedIn));
	}

	/** What is still unsent, so that nobody leaves without knowing. */
	get unsent(): number {
		return this.#store?.holding.outbox.length ?? 0;
	}

	/** Whose store this device opens at the start, also when it cannot. */
	get who(): string | null {
		return localStorage.getItem(WHO);
	}

	get store(): Store | undefined {
		return this.#store;
	}

	/** Leave this device to others. The words stay sealed on it and wait, unless `erase` takes them away. */
	async leave({ erase = false } = {}): Promise<void> {
		const store = this.#store;
		await door.signOut();
		this.#end();
		localStorage.removeItem(WHO);
		if (erase) await store?.erase();
		this.presence = 'nobody';
	}

	#begin(store: Store): void {
		this.#store = store;
		store.onOvertaken(keepAll, (by) => this.#overtakenBy(by));
		view.show(store);
		actOn(store);
		draftIn(store);
		this.loop = new Loop(store, BUILD);
		this.loop.start();
		this.presence = 'here';
	}

	/** The store was cleared and stands again: who is here was cleared with it. */
	remember(): void {
		if (this.#store) localStorage.setItem(WHO, this.#store.holding.account);
	}

	/** Everything written is on the disk by now, so that the other tab may have it. */
	#overtakenBy(by: 'version' | 'erasure'): void {
		this.overtaken = by === 'version';
		if (by === 'version') return this.loop?.stop();
		this.#end();
		this.presence = 'nobody';
	}

	#end(): void {
		this.loop?.stop();
		this.loop = undefined;
		view.show(undefined);
		actOn(undefined);
		draftIn(undefined);
		this.#store?.close();
		this.#store = undefined;
	}
}

export const here = new Here();
