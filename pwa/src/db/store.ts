/**
 * One account's store in this tab: what it holds in memory, what is on the shelf, and the other tabs.
 * Every change is computed, made durable, applied, and told, in that order; changes follow each other.
 */
import type { SignedIn } from '../api/door';
import { type Change, type Holding, apply } from '../sync/core';
import { storeKey } from './seal';
import { Moved, Shelf } from './shelf';

/** Who is signed in, as last heard; kept sealed, so that a cold start without network knows it. */
export type Known = Pick<SignedIn, 'account' | 'persons'>;

type Told = { turn: number; change: Change };

export class Store {
	readonly holding: Holding;
	known: Known;
	#shelf: Shelf;
	#others: BroadcastChannel;
	#before: Promise<unknown> = Promise.resolve();
	#watchers = new Set<(change: Change) => void>();

	private constructor(shelf: Shelf, holding: Holding, known: Known) {
		this.#shelf = shelf;
		this.holding = holding;
		this.known = known;
		this.#others = new BroadcastChannel(`brightwalk-${holding.account}`);
		this.#others.onmessage = ({ data }: MessageEvent<Told>) => void this.#heard(data);
	}

	/** After a full sign-in: the store of this account on this device, made if it is not there yet. */
	static async enter(signedIn: SignedIn): Promise<Store> {
		const shelf = new Shelf(signedIn.account.id);
		await shelf.furnish(signedIn.device, await storeKey(signedIn.storeKey));
		const holding = await shelf.read(signedIn.account.id);
		if (!holding) throw new Error('a store that was just furnished can be read');
		const store = new Store(shelf, holding, { account: signedIn.account, persons: signedIn.persons });
		await store.know(store.known);
		return store;
	}

	/** On a cold start, without network: undefined if the account has no store here. */
	static async open(account: string): Promise<Store | undefined> {
		const shelf = new Shelf(account);
		const holding = await shelf.read(account);
		const known = holding && (await shelf.note<Known>('known'));
		if (holding && known) return new Store(shelf, holding, known);
		shelf.close();
		return undefined;
	}

	async know(known: Known): Promise<void> {
		this.known = known;
		await this.#shelf.keepNote('known', known);
	}

	/** Something small, sealed, that belongs to this device alone. */
	keepNote(name: string, value: unknown): Promise<void> {
		return this.#shelf.keepNote(name, value);
	}

	note<T>(name: string): Promise<T | undefined> {
		return this.#shelf.note<T>(name);
	}

	/** The names of the notes that begin like this. */
	noteNames(start: string): Promise<string[]> {
		return this.#shelf.names(start);
	}

	/** Called after each change, here or in another tab. Answers how to stop. */
	watch(watcher: (change: Change) => void): () => void {
		this.#watchers.add(watcher);
		return () => this.#watchers.delete(watcher);
	}

	onOvertaken(tell: () => void): void {
		this.#shelf.onOvertaken(tell);
	}

	/** Make one change durable; resolves once the disk has it. `compute` may run again if another tab was first. */
	async commit<T extends Change | 'stale'>(compute: (holding: Holding) => T): Promise<T> {
		const turn = this.#before.then(() => this.#commit(compute));
		this.#before = turn.catch(() => undefined);
		return turn;
	}

	/** Take this account's words off this device. Refused (false) while something is unsent. */
	async erase(): Promise<boolean> {
		if (this.holding.outbox.length > 0) return false;
		this.#others.close();
		await this.#shelf.erase();
		return true;
	}

	close(): void {
		this.#others.close();
		this.#shelf.close();
	}

	async #commit<T extends Change | 'stale'>(compute: (holding: Holding) => T): Promise<T> {
		for (;;) {
			const computed = compute(this.holding);
			if (computed === 'stale') return computed;
			const change = computed as Change;
			try {
				await this.#shelf.keep(this.holding, change);
			} catch (error) {
				if (!(error instanceof Moved)) throw error;
				await this.#reread();
				continue;
			}
			this.#others.postMessage({ turn: this.#shelf.turn, change } satisfies Told);
			this.#apply(change);
			return computed;
		}
	}

	async #heard({ turn, change }: Told): Promise<void> {
		await this.#before;
		if (turn === this.#shelf.turn + 1) {
			this.#shelf.turn = turn;
			this.#apply(change);
		} else if (turn > this.#shelf.turn) await this.#reread();
	}

	async #reread(): Promise<void> {
		const read = await this.#shelf.read(this.holding.account);
		if (!read) return;
		Object.assign(this.holding, read);
		for (const watcher of this.#watchers) watcher({ restart: true });
	}

	#apply(change: Change): void {
		apply(this.holding, change);
		for (const watcher of this.#watchers) watcher(change);
	}
}
