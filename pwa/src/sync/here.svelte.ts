/** Whoever is signed in on this device, from a cold start to signing out: the store, the view and the loop. */
import { tick } from 'svelte';
import { door, type SignedIn } from '../api/door';
import type { VerbName } from '../api/kinds';
import { actOn, afterActs } from '../db/act';
import { keepAll } from '../db/autosave.svelte';
import { draftIn } from '../db/drafts';
import { Locked, type Opened } from '../db/shelf';
import { Store } from '../db/store';
import { view } from '../db/view';
import type { Door } from './door.svelte';
import { Loop } from './loop.svelte';

const WHO = 'brightwalk.account';
export const BUILD = 1;

/** What somebody else is waiting for: it is not held back for what might follow it. */
const AWAITED = new Set<VerbName>(['share_feedback', 'withdraw_share', 'answer_feedback']);

/** `starting` until the device has looked; `nobody` leads to the sign-in screens; `locked` or shut to the lock screen. */
export type Presence = 'starting' | 'nobody' | 'here' | 'locked' | 'unreadable';

class Here {
	presence = $state<Presence>('starting');
	loop = $state.raw<Loop>();
	/** A newer version in another tab needs this one to close the database. */
	overtaken = $state(false);
	/** Whose store it is that is locked. */
	account = $state('');
	/** They have just signed in because they forgot what opens the lock: it may be changed without it. */
	proven = $state(false);
	#store: Store | undefined;
	#door = $state.raw<Door>();
	#standing: Promise<void> = Promise.resolve();
	#puttingAway: Promise<void> | undefined;

	/** Cold start: who was here last, from the device alone. */
	async wake(): Promise<Presence> {
		afterActs((verb) => this.loop?.soon(AWAITED.has(verb) ? 0 : undefined));
		const account = localStorage.getItem(WHO) ?? '';
		await this.unlock(account);
		return this.presence;
	}

	/** Open the store of an account; without its key if that lies beside it. Otherwise the lock screen asks for it. */
	async unlock(account: string, opened?: Opened): Promise<void> {
		try {
			const store = account ? await Store.open(account, opened) : undefined;
			if (store) this.#begin(store);
			else this.presence = 'nobody';
		} catch (error) {
			this.presence = error instanceof Locked ? 'locked' : 'unreadable'; // unreadable: private mode, a full disk, another version
			if (error instanceof Locked) await this.#stand(account);
		}
	}

	/** The lock screen has found the key: this tab and the others go on. */
	async open(opened: Opened): Promise<void> {
		await this.#standing;
		this.#door?.tell(opened);
		await this.unlock(this.account, opened);
	}

	/** A full sign-in has just happened; `forgotten`: because the lock could not be opened otherwise. */
	async enter(signedIn: SignedIn, forgotten = false): Promise<void> {
		this.#end();
		try {
			this.#begin(await Store.enter(signedIn));
			this.proven = forgotten;
		} catch (error) {
			if (this.presence === 'locked') void this.#stand(this.account);
			throw error;
		}
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

	/** The lock of the store that is open. */
	get door(): Door | undefined {
		return this.#door;
	}

	/** Leave this device to others. The words stay sealed on it and wait, unless `erase` takes them away. */
	async leave({ erase = false } = {}): Promise<void> {
		const store = this.#store;
		if (!erase && this.unsent === 0) await this.#door?.shutAfter();
		await door.signOut();
		this.#end();
		localStorage.removeItem(WHO);
		if (erase) await store?.erase();
		this.presence = 'nobody';
	}

	/** Screens, memory and key go; what was being written is on the disk before. */
	putAway(): Promise<void> {
		return (this.#puttingAway ??= this.#putAway().finally(() => (this.#puttingAway = undefined)));
	}

	async #putAway(): Promise<void> {
		const store = this.#store;
		await keepAll();
		if (!store || !(await store.settled())) return; // the disk refuses: these words are nowhere but in this page
		this.account = store.holding.account;
		this.presence = 'locked';
		await tick(); // screens that go save what they still hold
		await keepAll();
		await store.settled();
		this.#end();
		await this.#stand(this.account);
	}

	/** Somebody else may sign in: whoever was here has locked the store, or it has been taken off the device. */
	stepAside(): void {
		this.#end();
		localStorage.removeItem(WHO);
		this.presence = 'nobody';
	}

	#begin(store: Store): void {
		const { account } = store.holding;
		this.#store = store;
		this.account = account;
		localStorage.setItem(WHO, account);
		store.onOvertaken(keepAll, (by) => this.#overtakenBy(by));
		view.show(store);
		actOn(store);
		draftIn(store);
		this.loop = new Loop(store, BUILD, (closing) => void this.#standing.then(() => this.#door?.closedBySchool(closing)));
		this.loop.start();
		this.proven = false;
		this.presence = 'here';
		void this.#stand(account);
	}

	/** The door's half of all this is a chunk of its own: the first screen does not wait for it. */
	#stand(account: string): Promise<void> {
		this.account = account;
		const store = this.#store;
		this.#standing = import('./door.svelte').then(
			({ Door }) => {
				if (store !== this.#store || account !== this.account) return;
				this.#door?.leave();
				this.#door = new Door(account, store);
			},
			() => undefined, // the chunk went with an older version: the notice says that a new one is there
		);
		return this.#standing;
	}

	/** The store was cleared and stands again: who is here was cleared with it. */
	remember(): void {
		if (this.#store) localStorage.setItem(WHO, this.#store.holding.account);
	}

	/** Everything written is on the disk by now, so that the other tab may have it. */
	#overtakenBy(by: 'version' | 'erasure'): void {
		this.overtaken = by === 'version';
		if (by === 'version') return this.loop?.stop();
		this.stepAside();
	}

	#end(): void {
		this.#door?.leave();
		this.#door = undefined;
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
