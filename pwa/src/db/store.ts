/**
 * One account's store in this tab: what it holds in memory, what is on the shelf, and the other tabs.
 * Every change is computed, made durable, applied, and told, in that order; changes follow each other.
 * If the disk takes nothing, the change lives in memory alone, `disk` says so, and it lands when it can.
 */
import type { SignedIn } from '../api/door';
import { type Change, type Holding, apply } from '../sync/core';
import { disk } from './disk.svelte';
import { Ground } from './ground';
import { type Opened, Shelf } from './shelf';

/** Who is signed in, as last heard; kept sealed, so that a cold start without network knows it. */
export type Known = Pick<SignedIn, 'account' | 'persons'>;

type Told = { turn: number; change: Change };

export class Store {
	readonly holding: Holding;
	/** This sign-in found no store of this account here. */
	begunAnew = false;
	known: Known;
	#shelf: Shelf;
	#others: BroadcastChannel;
	#before: Promise<unknown> = Promise.resolve();
	#watchers = new Set<(change: Change) => void>();
	#ground: Ground;

	private constructor(shelf: Shelf, holding: Holding, known: Known) {
		this.#shelf = shelf;
		this.holding = holding;
		this.known = known;
		this.#others = new BroadcastChannel(`brightwalk-${holding.account}`);
		this.#others.onmessage = ({ data }: MessageEvent<Told>) => void this.#heard(data);
		this.#ground = new Ground(shelf, {
			holding,
			inTurn: (step) => this.#inTurn(step),
			show: (read) => this.#show(read),
			tell: (change) => this.#tell(change),
		});
	}

	/** After a full sign-in: the store of this account on this device, made if it is not there yet. */
	static async enter(signedIn: SignedIn): Promise<Store> {
		const { admit } = await import('./lock/keyring');
		const shelf = new Shelf(signedIn.account.id);
		const opened = await admit(signedIn);
		if (opened) shelf.offer(opened);
		const holding = await shelf.read(signedIn.account.id);
		if (!holding) throw new Error('a store that was just furnished can be read');
		const store = new Store(shelf, holding, { account: signedIn.account, persons: signedIn.persons });
		store.begunAnew = (await shelf.note('known')) === undefined;
		await store.know(store.known);
		return store;
	}

	/** On a cold start, without network: undefined if the account has no store here, `Locked` if it needs `opened`. */
	static async open(account: string, opened?: Opened): Promise<Store | undefined> {
		const shelf = new Shelf(account);
		if (opened) shelf.offer(opened);
		const holding = await shelf.read(account);
		const known = holding && (await shelf.note<Known>('known'));
		if (holding && known) return new Store(shelf, holding, known);
		shelf.close();
		return undefined;
	}

	async know(known: Known): Promise<void> {
		this.known = known;
		await this.#ground.keepNote('known', known);
	}

	/** Something small, sealed, that belongs to this device alone. */
	keepNote(name: string, value: unknown): Promise<void> {
		return this.#ground.keepNote(name, value);
	}

	note<T>(name: string): Promise<T | undefined> {
		return this.#shelf.note<T>(name);
	}

	/** For what lies beside the rows (`blobs.ts`). */
	get tables(): Shelf['tables'] { return this.#shelf.tables; }
	/** The names of the notes that begin like this. */
	noteNames(start: string): Promise<string[]> {
		return this.#shelf.names(start);
	}

	/** Called after each change, here or in another tab. Answers how to stop. */
	watch(watcher: (change: Change) => void): () => void {
		this.#watchers.add(watcher);
		return () => this.#watchers.delete(watcher);
	}

	/** What opens this store in this tab, for sealing it anew. */
	key(): Promise<Opened> {
		return this.#shelf.open();
	}

	/** The store is sealed anew under this key, here or in another tab. */
	offer(opened: Opened): void {
		this.#shelf.offer(opened);
	}

	lock(): ReturnType<Shelf['lock']> {
		return this.#shelf.lock();
	}

	/** Resolves when all that has been begun is on the disk. False: the disk refuses, and memory alone has it. */
	async settled(): Promise<boolean> {
		await this.#before;
		return !this.#ground.adrift;
	}

	/** Another tab wants the database: for another version of the app, or to erase it. `before` runs first. */
	onOvertaken(before: () => Promise<unknown>, tell: (by: 'version' | 'erasure') => void): void {
		this.#shelf.onOvertaken(async (by) => {
			if (by === 'version') await before().then(() => this.#before);
			this.close();
			tell(by);
		});
	}

	/**
	 * Make one change durable; resolves once the disk has it, or once `disk` says that it has not. `compute` may run again.
	 * `purged`: mutations whose words go for good; what a small thing holds of them goes first, so that a death in between loses no purge.
	 */
	async commit<T extends Change | 'stale'>(compute: (holding: Holding) => T, purged: readonly { mutation: string }[] = []): Promise<T> {
		return this.#inTurn(async () => {
			if (purged.length > 0) await this.#forget(new Set(purged.map(({ mutation }) => mutation)));
			return this.#commit(compute);
		});
	}

	/** Take this account's words off this device. Refused (false) while something is unsent. */
	async erase(): Promise<boolean> {
		if (this.holding.outbox.length + disk.bytes.size > 0) return false;
		this.close();
		await this.#shelf.erase();
		return true;
	}

	close(): void {
		this.#ground.leave();
		this.#others.close();
		this.#shelf.close();
	}

	/** Small things say in `words` which mutations wrote what they hold. */
	async #forget(purged: ReadonlySet<string>): Promise<void> {
		for (const name of await this.#shelf.names('state/')) {
			const thing = await this.#shelf.note<{ words?: string[] }>(name);
			if (thing?.words?.some((mutation) => purged.has(mutation))) await this.keepNote(name, undefined);
		}
	}

	#inTurn<T>(step: () => Promise<T>): Promise<T> {
		const turn = this.#before.then(step);
		this.#before = turn.catch(() => undefined);
		return turn;
	}

	async #commit<T extends Change | 'stale'>(compute: (holding: Holding) => T): Promise<T> {
		for (;;) {
			const computed = compute(this.holding);
			if (computed === 'stale') return computed;
			const change = computed as Change;
			const fate = await this.#ground.keep(change);
			if (fate === 'moved') continue;
			if (fate === 'kept') this.#tell(change);
			else this.#ground.hold(change);
			this.#apply(change);
			return computed;
		}
	}

	#tell(change: Change): void {
		this.#others.postMessage({ turn: this.#shelf.turn, change } satisfies Told);
	}

	async #heard({ turn, change }: Told): Promise<void> {
		await this.#before;
		if (this.#ground.adrift) return; // what others wrote is looked at when this tab lands
		if (turn === this.#shelf.turn + 1) {
			this.#shelf.turn = turn;
			this.#apply(change);
		} else if (turn > this.#shelf.turn) await this.#inTurn(() => this.#ground.reread());
	}

	#show(read: Holding): void {
		Object.assign(this.holding, read);
		for (const watcher of this.#watchers) watcher({ restart: true });
	}

	#apply(change: Change): void {
		apply(this.holding, change);
		for (const watcher of this.#watchers) watcher(change);
	}
}
