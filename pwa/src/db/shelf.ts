/**
 * The local store on disk: one IndexedDB database for each account. Everything a person wrote or reads is
 * sealed; plain are only ids, scopes, counts and whose store it is. A scope is one sealed body, so that a
 * cold start opens hundreds of visits, not tens of thousands of rows.
 */
import type { Answered, Change, Entry, Holding, Standing } from '../sync/core';
import { nothing } from '../sync/core';
import type { WireRow } from '../sync/wire';
import { disk } from './disk.svelte';
import type { Way } from './lock/ways';
import { seal, unseal } from './seal';
import { type Body, Tables, VERSION } from './tables';

/** Another tab has written meanwhile: what this one computed rests on old ground. */
export class Moved extends Error {}

/** The store has a key that this tab does not know: somebody must unlock it. */
export class Locked extends Error {}

/** The server's key opens nothing here: the store was made under another one. It stays as it is. */
export class NoKey extends Error {}

/** A key of the store, by its mark: every write makes sure that it seals with the one that stands. */
export interface Opened { key: CryptoKey; mark: string | undefined }

export class Shelf {
	#tables: Tables;
	#known: Opened[] = [];
	#opened: Opened | undefined;
	/** How many changes this tab has seen; the shelf's own count says whether it is the newest. */
	turn = 0;
	#small = new Map<string, unknown>();
	#owed = new Map<string, unknown>();
	#closing = false;

	constructor(account: string) {
		this.#tables = new Tables(account);
		this.#tables.db.on('blocked', () => (disk.blocked = true));
	}

	/** A key that the store has or is about to have. */
	offer(opened: Opened): void {
		this.#known = [...this.#known.slice(-3), opened];
	}

	/** The key that the store has now. `Locked` if this tab cannot have it. */
	async open(): Promise<Opened> {
		const mark = await this.#tables.value<string>('mark');
		const beside = await this.#tables.value<CryptoKey>('key');
		const found = this.#known.find((one) => one.mark === mark) ?? (beside && { key: beside, mark });
		if (!found) throw new Locked();
		return (this.#opened = found);
	}

	/** What opens it besides a full sign-in; undefined while its key lies beside it. */
	async lock(): Promise<Way['kind'] | undefined> {
		return (await this.#tables.value<Way[]>('ways'))?.[0]?.kind;
	}

	/** Dexie would open the store of a newer version too, and write into it what that version may not understand. */
	async #openDisk(): Promise<void> {
		const { db } = this.#tables;
		await db.open();
		disk.blocked = false;
		disk.newer = db.backendDB().version >= (VERSION + 1) * 10; // Dexie counts in tenths
		if (!disk.newer) return;
		this.close();
		throw new Error('this store belongs to a newer version of the app');
	}

	/** Another tab needs the database: for a newer version of the app, or to erase it. It waits until `tell` has let go. */
	onOvertaken(tell: (by: 'version' | 'erasure') => Promise<void>): void {
		this.#tables.db.on('versionchange', (event) => {
			void tell(event.newVersion ? 'version' : 'erasure').finally(() => this.close());
			return false; // Dexie's own answer would close at once, before the last words are down
		});
	}

	/** Called when the browser has closed the database by itself: memory pressure, a cleared site, iOS in the background. */
	onTakenAway(tell: () => void): void {
		this.#tables.db.on('close', () => !this.#closing && tell());
	}

	/** Let go of a connection that may be dead; the next step opens a new one. */
	reopen(): void {
		this.#closing = true;
		this.#tables.db.close({ disableAutoOpen: false });
		this.#closing = false;
	}

	/** Small things that the disk refused before; `anew`: the store was taken away, and all that this tab knows goes back. */
	async lay({ anew }: { anew: boolean }): Promise<void> {
		if (anew) {
			const known = [...this.#small].filter(([name]) => name !== 'standing' && name !== 'turn');
			await this.#tables.keep(Object.fromEntries(known));
			this.turn = 0;
		}
		for (const [name, value] of this.#owed) await this.keepNote(name, value);
	}

	/** Everything, unsealed. Undefined if this account has no store on this device. */
	async read(account: string): Promise<Holding | undefined> {
		await this.#openDisk();
		const device = await this.#tables.value<string>('device');
		if (!device) return undefined;
		const { key, mark } = await this.open();
		const [scopes, outbox, answered, small] = await this.#tables.db.transaction('r', this.#tables.db.tables, () =>
			Promise.all([this.#tables.scopes.toArray(), this.#tables.outbox.toArray(), this.#tables.answered.toArray(), this.#tables.kept.toArray()]),
		);
		this.#small = new Map(small.map(({ name, value }) => [name, value]));
		if (this.#small.get('mark') !== mark) return this.read(account); // sealed anew by another tab, just now
		disk.bytes = await this.#tables.unsent();
		this.turn = (this.#small.get('turn') as number | undefined) ?? 0;
		const base = await Promise.all(scopes.map(({ scope, body }) => unseal<WireRow[]>(key, scope, body)));
		return {
			account,
			device,
			base: new Map(base.flat().map((row) => [row.id, row])),
			outbox: await Promise.all(outbox.map(({ seq, body }) => unseal<Entry>(key, `outbox/${seq}`, body))),
			answered: await Promise.all(answered.map(({ seq, body }) => unseal<Answered>(key, `answered/${seq}`, body))),
			...((this.#small.get('standing') as Standing | undefined) ?? nothing),
		};
	}

	/** One change, in one durable transaction; resolves when the disk has it. `Moved` if another tab was first. */
	async keep(holding: Holding, change: Change): Promise<void> {
		const { key, mark } = this.#opened ?? (await this.open());
		const scopes = await Promise.all(changedScopes(holding, change).map(async ([scope, rows]) => ({ scope, body: await seal(key, scope, rows) })));
		const queue = await Promise.all((change.queue ?? []).map(async (e) => ({ seq: e.seq, tries: e.tries, body: await seal(key, `outbox/${e.seq}`, e) })));
		const answer = await Promise.all(
			(change.answer ?? []).map(async (a) => ({ seq: a.seq, status: a.verdict.status, body: await seal(key, `answered/${a.seq}`, a) })),
		);
		const forget = holding.answered.filter((a) => change.forget?.includes(a.mutation.id)).map((a) => a.seq);
		await this.#tables.db.transaction('rw', this.#tables.db.tables, async () => {
			if (((await this.#tables.value<number>('turn')) ?? 0) !== this.turn) throw new Moved();
			if ((await this.#tables.value<string>('mark')) !== mark) throw new Moved();
			if (change.restart) await this.#tables.scopes.clear();
			await this.#tables.scopes.bulkDelete(change.dropScopes ?? []);
			await this.#tables.scopes.bulkPut(scopes);
			await this.#tables.outbox.bulkDelete(change.unqueue ?? []);
			await this.#tables.outbox.bulkPut(queue);
			await this.#tables.answered.bulkDelete(forget);
			await this.#tables.answered.bulkPut(answer);
			if (change.standing) await this.#tables.kept.put({ name: 'standing', value: change.standing });
			await this.#tables.kept.put({ name: 'turn', value: this.turn + 1 });
		});
		this.turn += 1;
	}

	/** Something small that belongs to the account, sealed: who I am, what I chose. Nothing (undefined) takes it off the disk. */
	async keepNote(name: string, value: unknown): Promise<void> {
		this.#owed.set(name, value);
		const { key, mark } = this.#opened ?? (await this.open());
		const body = await seal(key, name, value);
		const kept = await this.#tables.db.transaction('rw', this.#tables.kept, async () => {
			if ((await this.#tables.value<string>('mark')) !== mark) return false;
			await (value === undefined ? this.#tables.kept.delete(name) : this.#tables.kept.put({ name, value: body }));
			return true;
		});
		if (!kept) {
			this.#opened = undefined;
			return this.keepNote(name, value);
		}
		if (value === undefined) this.#small.delete(name);
		else this.#small.set(name, body);
		if (this.#owed.get(name) === value) this.#owed.delete(name);
	}

	async note<T>(name: string): Promise<T | undefined> {
		const { kept } = this.#tables;
		const [body, mark] = await this.#tables.db.transaction('r', kept, () => Promise.all([this.#tables.value<Body>(name), this.#tables.value<string>('mark')]));
		if (!body) return undefined;
		const { key } = this.#opened?.mark === mark ? (this.#opened as Opened) : await this.open();
		return unseal<T>(key, name, body);
	}

	get tables(): Tables { return this.#tables; }
	/** The names of the notes that begin like this. */
	async names(start: string): Promise<string[]> {
		return this.#tables.kept.where('name').startsWith(start).primaryKeys();
	}

	/** Take the whole store away. The caller has made sure that nothing unsent is in it. */
	async erase(): Promise<void> {
		await this.#tables.db.delete();
	}

	close(): void {
		this.#closing = true;
		this.#tables.db.close();
	}
}

function changedScopes(holding: Holding, change: Change): [string, WireRow[]][] {
	const arriving = new Map((change.rows ?? []).map((row) => [row.id, row]));
	const scopes = new Map([...arriving.values()].map((row) => [row.scope, [] as WireRow[]]));
	for (const row of change.restart ? [] : holding.base.values()) if (!arriving.has(row.id)) scopes.get(row.scope)?.push(row);
	for (const row of arriving.values()) scopes.get(row.scope)?.push(row);
	return [...scopes];
}
