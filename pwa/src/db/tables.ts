/** The tables of one account's local store. `outbox` and `answered` keep this shape for ever. */
import Dexie, { type Table } from 'dexie';

export type Body = Uint8Array<ArrayBuffer>;
export interface SealedScope { scope: string; body: Body }
export interface SealedEntry { seq: number; tries: number; body: Body }
export interface SealedAnswer { seq: number; status: string; body: Body }
/**
 * The bytes of a picture, sealed under a key of their own, which lies sealed in the note `picture/<id>` (`blobs.ts`).
 * `unsent`: the picture's scope, until every byte is on the server.
 */
export interface SealedBlob { id: string; body: Body; unsent?: string }
/** A note (`value` is a sealed body), or what must be known before anything can be unsealed. */
export interface Kept { name: string; value: unknown }

export const VERSION = 2;
export const PREFIX = 'brightwalk-';

export class Tables {
	readonly db: Dexie;
	readonly scopes: Table<SealedScope, string>;
	readonly outbox: Table<SealedEntry, number>;
	readonly answered: Table<SealedAnswer, number>;
	readonly kept: Table<Kept, string>;
	readonly blobs: Table<SealedBlob, string>;

	constructor(account: string) {
		this.db = new Dexie(PREFIX + account, { chromeTransactionDurability: 'strict' });
		this.db.version(1).stores({ scopes: 'scope', outbox: 'seq', answered: 'seq', kept: 'name' });
		this.db.version(VERSION).stores({ blobs: 'id, unsent' }); // only ever more tables
		this.scopes = this.db.table('scopes');
		this.outbox = this.db.table('outbox');
		this.answered = this.db.table('answered');
		this.kept = this.db.table('kept');
		this.blobs = this.db.table('blobs');
	}

	async value<T>(name: string): Promise<T | undefined> {
		return (await this.kept.get(name))?.value as T | undefined;
	}

	/** Pictures of which only this device has the bytes: id to scope. Asked of the index, so no picture is read. */
	async unsent(): Promise<Map<string, string>> {
		const [ids, scopes] = await Promise.all([this.blobs.orderBy('unsent').primaryKeys(), this.blobs.orderBy('unsent').keys()]);
		return new Map(ids.map((id, at) => [id, String(scopes[at])]));
	}

	/** Put these; what is undefined goes. */
	async keep(values: Record<string, unknown>): Promise<void> {
		const rows = Object.entries(values).map(([name, value]) => ({ name, value }));
		await this.kept.bulkPut(rows.filter(({ value }) => value !== undefined));
		await this.kept.bulkDelete(rows.filter(({ value }) => value === undefined).map(({ name }) => name));
	}
}
