/**
 * The local store on disk: one IndexedDB database for each account. Everything a person wrote or reads is
 * sealed; plain are only ids, scopes and counts. A scope is one sealed body, so that a cold start opens
 * hundreds of visits, not tens of thousands of rows. `outbox` and `answered` keep this shape for ever.
 */
import Dexie, { type Table } from 'dexie';
import type { Answered, Change, Entry, Holding, Standing } from '../sync/core';
import { nothing } from '../sync/core';
import type { WireRow } from '../sync/wire';
import { disk } from './disk.svelte';
import { seal, unseal } from './seal';

type Body = Uint8Array<ArrayBuffer>;
interface SealedScope { scope: string; body: Body }
interface SealedEntry { seq: number; tries: number; body: Body }
interface SealedAnswer { seq: number; status: string; body: Body }
interface Kept { name: string; value: unknown }

const VERSION = 1;

/** Another tab has written meanwhile: what this one computed rests on old ground. */
export class Moved extends Error {}

export class Shelf {
	#dexie: Dexie;
	#scopes: Table<SealedScope, string>;
	#outbox: Table<SealedEntry, number>;
	#answered: Table<SealedAnswer, number>;
	#kept: Table<Kept, string>;
	#key: CryptoKey | undefined;
	/** How many changes this tab has seen; the shelf's own count says whether it is the newest. */
	turn = 0;
	#small = new Map<string, unknown>();
	#owed = new Set<string>();
	#closing = false;

	constructor(account: string) {
		this.#dexie = new Dexie(`brightwalk-${account}`, { chromeTransactionDurability: 'strict' });
		this.#dexie.version(VERSION).stores({ scopes: 'scope', outbox: 'seq', answered: 'seq', kept: 'name' });
		this.#scopes = this.#dexie.table('scopes');
		this.#outbox = this.#dexie.table('outbox');
		this.#answered = this.#dexie.table('answered');
		this.#kept = this.#dexie.table('kept');
		this.#dexie.on('blocked', () => (disk.blocked = true));
	}

	/** Dexie would open the store of a newer version too, and write into it what that version may not understand. */
	async #open(): Promise<void> {
		await this.#dexie.open();
		disk.blocked = false;
		disk.newer = this.#dexie.backendDB().version >= (VERSION + 1) * 10; // Dexie counts in tenths
		if (!disk.newer) return;
		this.close();
		throw new Error('this store belongs to a newer version of the app');
	}

	/** Another tab needs the database: for a newer version of the app, or to erase it. It waits until `tell` has let go. */
	onOvertaken(tell: (by: 'version' | 'erasure') => Promise<void>): void {
		this.#dexie.on('versionchange', (event) => {
			void tell(event.newVersion ? 'version' : 'erasure').finally(() => this.close());
			return false; // Dexie's own answer would close at once, before the last words are down
		});
	}

	/** Called when the browser has closed the database by itself: memory pressure, a cleared site, iOS in the background. */
	onTakenAway(tell: () => void): void {
		this.#dexie.on('close', () => !this.#closing && tell());
	}

	/** Let go of a connection that may be dead; the next step opens a new one. */
	reopen(): void {
		this.#closing = true;
		this.#dexie.close({ disableAutoOpen: false });
		this.#closing = false;
	}

	/** Small things that the disk refused before; `anew`: the store was taken away, and all that this tab knows goes back. */
	async lay({ anew }: { anew: boolean }): Promise<void> {
		const owed = [...this.#small].filter(([name]) => this.#owed.has(name) || (anew && name !== 'standing' && name !== 'turn'));
		await this.#kept.bulkPut(owed.map(([name, value]) => ({ name, value })));
		this.#owed.clear();
		if (anew) this.turn = 0;
	}

	/** Give a new store its key; a store that has one keeps it, and its words. */
	async furnish(device: string, key: CryptoKey): Promise<void> {
		await this.#dexie.transaction('rw', this.#kept, async () => {
			if ((await this.#kept.get('device'))?.value !== device) await this.#kept.put({ name: 'device', value: device });
			if (!(await this.#kept.get('key'))) await this.#kept.put({ name: 'key', value: key });
		});
	}

	/** Everything, unsealed. Undefined if this account has no store on this device. */
	async read(account: string): Promise<Holding | undefined> {
		await this.#open();
		const [device, key] = [await this.#value<string>('device'), await this.#value<CryptoKey>('key')];
		if (!device || !key) return undefined;
		this.#key = key;
		const [scopes, outbox, answered, standing, turn, small] = await this.#dexie.transaction('r', this.#dexie.tables, () =>
			Promise.all([
				this.#scopes.toArray(),
				this.#outbox.toArray(),
				this.#answered.toArray(),
				this.#value<Standing>('standing'),
				this.#value<number>('turn'),
				this.#kept.toArray(),
			]),
		);
		this.turn = turn ?? 0;
		for (const { name, value } of small) if (!this.#owed.has(name)) this.#small.set(name, value);
		const base = await Promise.all(scopes.map(({ scope, body }) => unseal<WireRow[]>(key, scope, body)));
		return {
			account,
			device,
			base: new Map(base.flat().map((row) => [row.id, row])),
			outbox: await Promise.all(outbox.map(({ seq, body }) => unseal<Entry>(key, `outbox/${seq}`, body))),
			answered: await Promise.all(answered.map(({ seq, body }) => unseal<Answered>(key, `answered/${seq}`, body))),
			...(standing ?? nothing),
		};
	}

	/** One change, in one durable transaction; resolves when the disk has it. `Moved` if another tab was first. */
	async keep(holding: Holding, change: Change): Promise<void> {
		const key = this.#key as CryptoKey;
		const scopes = await Promise.all(changedScopes(holding, change).map(async ([scope, rows]) => ({ scope, body: await seal(key, scope, rows) })));
		const queue = await Promise.all((change.queue ?? []).map(async (e) => ({ seq: e.seq, tries: e.tries, body: await seal(key, `outbox/${e.seq}`, e) })));
		const answer = await Promise.all(
			(change.answer ?? []).map(async (a) => ({ seq: a.seq, status: a.verdict.status, body: await seal(key, `answered/${a.seq}`, a) })),
		);
		const forget = holding.answered.filter((a) => change.forget?.includes(a.mutation.id)).map((a) => a.seq);
		await this.#dexie.transaction('rw', this.#dexie.tables, async () => {
			if (((await this.#value<number>('turn')) ?? 0) !== this.turn) throw new Moved();
			if (change.restart) await this.#scopes.clear();
			await this.#scopes.bulkDelete(change.dropScopes ?? []);
			await this.#scopes.bulkPut(scopes);
			await this.#outbox.bulkDelete(change.unqueue ?? []);
			await this.#outbox.bulkPut(queue);
			await this.#answered.bulkDelete(forget);
			await this.#answered.bulkPut(answer);
			if (change.standing) await this.#kept.put({ name: 'standing', value: change.standing });
			await this.#kept.put({ name: 'turn', value: this.turn + 1 });
		});
		this.turn += 1;
	}

	/** Something small that belongs to the account, sealed: who I am, what I chose. */
	async keepNote(name: string, value: unknown): Promise<void> {
		const sealed = await seal(this.#key as CryptoKey, name, value);
		this.#small.set(name, sealed);
		this.#owed.add(name);
		await this.#kept.put({ name, value: sealed });
		this.#owed.delete(name);
	}

	async note<T>(name: string): Promise<T | undefined> {
		const body = await this.#value<Body>(name);
		return body && this.#key ? unseal<T>(this.#key, name, body) : undefined;
	}

	/** The names of the notes that begin like this. */
	async names(start: string): Promise<string[]> {
		return this.#kept.where('name').startsWith(start).primaryKeys();
	}

	/** Take the whole store away. The caller has made sure that nothing unsent is in it. */
	async erase(): Promise<void> {
		await this.#dexie.delete();
	}

	close(): void {
		this.#closing = true;
		this.#dexie.close();
	}

	async #value<T>(name: string): Promise<T | undefined> {
		return (await this.#kept.get(name))?.value as T | undefined;
	}
}

function changedScopes(holding: Holding, change: Change): [string, WireRow[]][] {
	const arriving = new Map((change.rows ?? []).map((row) => [row.id, row]));
	const scopes = new Map([...arriving.values()].map((row) => [row.scope, [] as WireRow[]]));
	for (const row of change.restart ? [] : holding.base.values()) if (!arriving.has(row.id)) scopes.get(row.scope)?.push(row);
	for (const row of arriving.values()) scopes.get(row.scope)?.push(row);
	return [...scopes];
}
