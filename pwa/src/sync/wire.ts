/** The messages of `POST /api/sync` as the device speaks them; `server/sync/schemas.py` is the other side. */

export type MutationId = string & { readonly brand?: 'mutation' };
export type RowId = string & { readonly brand?: 'row' };
export type Scope = string & { readonly brand?: 'scope' };
export type SchoolId = string & { readonly brand?: 'school' };

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Field to the mutations whose values stood on the author's screen. */
export type Seen = Record<string, MutationId[]>;

export interface Head {
	mutation: MutationId;
	by: string;
	at: string;
	value: Json;
}

export interface Content {
	fields: Record<string, Head[]>;
	removed: MutationId[];
	superseded: Record<string, MutationId[]>;
}

export interface Place {
	id: RowId;
	kind: string;
	scope: Scope;
	version: number;
}

export type GoneRow = Place & { gone: true };
export type LivingRow = Place & Content & { gone?: never };
export type WireRow = GoneRow | LivingRow;

export interface PutOp {
	op: 'put';
	kind: string;
	id: RowId;
	scope: Scope;
	set: Record<string, Json>;
	from: Seen;
}

export interface RemoveOp {
	op: 'remove';
	kind: string;
	id: RowId;
	scope: Scope;
	from: Seen;
}

export type Op = PutOp | RemoveOp;

export interface Mutation {
	id: MutationId;
	school: SchoolId;
	verb: string;
	schema: number;
	at: string;
	ops: Op[];
	/** Words were taken out of it for good (`purge.ts`): the same mutation still, and the server knows it. */
	emptied?: true;
}

/** A wording to be forgotten: what this mutation wrote into this field of this row. */
export interface Purged {
	mutation: MutationId;
	row: RowId;
	field: string;
}

export interface AsOf {
	clock: number;
	nonce: string;
}

export interface ProblemNote {
	number: string;
	name: string;
	sentence: string;
}

export interface Verdict {
	id: MutationId;
	status: 'applied' | 'rejected' | 'parked';
	clock: number;
	problem?: ProblemNote | null;
	waitsFor?: string | null;
}

export interface SyncRequest {
	protocol: 1;
	account: string;
	device: string;
	build: number;
	waiting: number;
	asof: Record<SchoolId, AsOf> | null;
	heard: Record<SchoolId, AsOf>;
	behind: Record<Scope, number>;
	scopesDigest: string;
	/** At most so many rows in the answer; left out, the server's own page. */
	page?: number;
	mutations: Mutation[];
}

export interface SyncAnswer {
	account: string;
	persons: Record<SchoolId, string>;
	now: string;
	results: Verdict[];
	settled: Verdict[];
	records: WireRow[];
	rows: WireRow[];
	asof: Record<SchoolId, AsOf>;
	heard?: Record<SchoolId, AsOf>;
	granted: Record<Scope, string>;
	ended: Scope[];
	scopes?: Record<Scope, string> | null;
	behind: Record<Scope, number>;
	/** Absent from an older server. */
	purged?: Purged[];
	more: boolean;
	safe: Record<SchoolId, number>;
	app: { minBuild: number; latestBuild: number };
	deviceState: 'ok' | 'closed';
	/** What a closed device does once all is handed in. */
	closing?: 'seal' | 'erase' | null;
}

/** Whether this is an answer of ours: what a network says in our server's place may be JSON too. */
export function isAnswer(value: unknown): value is SyncAnswer {
	const { account, results, rows, records, granted, behind } = (value ?? {}) as Record<string, unknown>;
	const lists = [results, rows, records].every(Array.isArray);
	return typeof account === 'string' && lists && [granted, behind].every((one) => typeof one === 'object' && one !== null);
}
