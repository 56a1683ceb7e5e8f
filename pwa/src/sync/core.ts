/**
 * The device's side of sync as pure functions: each looks at what the device holds and answers a *change*.
 * Whoever calls stores the change in one durable transaction, and only then applies it to memory; so a
 * device that dies anywhere holds either all of a step or nothing of it. Numbers are the protocol's steps.
 */
import { folded, folds, prefix } from './batch.ts';
import { digest } from './digest.ts';
import { forgetting, takenBack } from './purge.ts';
import type { AsOf, Mutation, MutationId, ProblemNote, SchoolId, Scope, SyncAnswer, SyncRequest, Verdict, WireRow } from './wire.ts';

/** A mutation that waits. Once `tries` is above 0 it has been offered and is never edited again. */
export interface Entry {
	seq: number;
	tries: number;
	mutation: Mutation;
	/** One of the tries was no sending: it went into a rescue file, or came from one (`carry.ts`). */
	inFile?: boolean;
}

/** A mutation that the server has answered; kept until a backup holds it, or 90 days (ARCHITECTURE 4). */
export interface Answered {
	seq: number;
	mutation: Mutation;
	verdict: Verdict;
	answeredAt: string;
	dismissed: boolean;
}

/** Where the device stands with the server: its rows came up to `asof`, the verdicts on its words up to `heard`. */
export interface Standing {
	asof: Record<SchoolId, AsOf> | null;
	heard?: Record<SchoolId, AsOf>;
	behind: Record<Scope, number>;
	scopes: Record<Scope, string>;
	persons: Record<SchoolId, string>;
}

export interface Holding extends Standing {
	account: string;
	device: string;
	base: Map<string, WireRow>;
	outbox: Entry[];
	answered: Answered[];
}

/** What one step does to the store: all of it or nothing. */
export interface Change {
	queue?: Entry[];
	unqueue?: number[];
	answer?: Answered[];
	forget?: MutationId[];
	rows?: WireRow[];
	dropScopes?: Scope[];
	standing?: Standing;
	restart?: boolean;
}

export const MUTATIONS = 50;
const DAYS_KEPT = 90;
export const nothing: Standing = { asof: null, heard: {}, behind: {}, scopes: {}, persons: {} };

export const fresh = (account: string, device: string): Holding => ({ account, device, base: new Map(), outbox: [], answered: [], ...nothing });

/**
 * Step 1. An edit becomes the newest entry of the outbox. While the newest was never offered and wrote the
 * same fields of the same row, the two fold into one, always under the new id: two clones of a device must
 * never give one id to different words.
 */
export function save(holding: Holding, mutation: Mutation): Change {
	const newest = holding.outbox.at(-1);
	const seq = nextSeq(holding);
	const entry = { seq, tries: 0, mutation };
	if (!newest || !folds(newest, mutation)) return { queue: [...takenBack(holding.outbox, mutation), entry] };
	return { unqueue: [newest.seq], queue: [{ ...entry, mutation: folded(newest.mutation, mutation) }] };
}

/** Step 2. Offer a prefix of the outbox; from here on its entries are frozen. */
export function offer(holding: Holding, build: number, most = MUTATIONS): { request: SyncRequest; change: Change } {
	const batch = prefix(holding.outbox, most);
	const request: SyncRequest = {
		protocol: 1,
		account: holding.account,
		device: holding.device,
		build,
		waiting: holding.outbox.length,
		asof: holding.asof,
		heard: holding.heard ?? {},
		behind: holding.behind,
		scopesDigest: digest(holding.scopes),
		mutations: batch.map((entry) => entry.mutation),
	};
	return { request, change: { queue: batch.map((entry) => ({ ...entry, tries: entry.tries + 1 })) } };
}

/** Step 9. An answer to a request that this device has meanwhile moved past is discarded. */
export function receive(holding: Holding, request: SyncRequest, answer: SyncAnswer, now: string): Change | 'stale' {
	if (!standsWhere(holding, request)) return 'stale';
	const heard = { ...holding.heard, ...answer.heard };
	if (answer.deviceState === 'closed') return { ...answeredBy(holding, answer, now), standing: { ...standingOf(holding), heard } };
	const ended = endedScopes(holding, answer);
	const standing = { ...stand(holding, answer, ended), heard };
	const rows = newerRows(holding, [...answer.rows, ...answer.records]).filter((row) => row.scope in standing.scopes);
	const change = { ...answeredBy(holding, answer, now), rows, dropScopes: ended, standing };
	return forgetting(holding, change, answer.purged ?? []);
}

/** The server could not even read this one: it goes to its author, so that it never stops what comes after it. */
export function setAside(holding: Holding, id: MutationId, problem: ProblemNote, now: string): Change {
	const [entry] = holding.outbox.filter(({ mutation }) => mutation.id === id);
	if (!entry) return {};
	const verdict: Verdict = { id, status: 'rejected', clock: 0, problem };
	return { unqueue: [entry.seq], answer: [{ seq: entry.seq, mutation: entry.mutation, verdict, answeredAt: now, dismissed: false }] };
}

/** The server was restored: offer again, in order, what it may have lost, and read anew. What was refused is final (README). */
export function restart(holding: Holding): Change {
	const again = holding.answered.filter(mayBeLost).map(({ mutation }) => mutation);
	const queue = [...again, ...holding.outbox.map(({ mutation }) => mutation)].map((mutation, i) => ({ seq: nextSeq(holding) + i, tries: 1, mutation }));
	return {
		unqueue: holding.outbox.map((entry) => entry.seq),
		forget: again.map((mutation) => mutation.id),
		queue,
		restart: true,
		standing: { ...nothing, persons: holding.persons },
	};
}

const mayBeLost = ({ verdict }: Answered): boolean => verdict.status !== 'rejected';

/** Put a stored change into memory. */
export function apply(holding: Holding, change: Change): void {
	if (change.restart) holding.base.clear();
	const gone = new Set([...(change.unqueue ?? []), ...(change.queue ?? []).map((entry) => entry.seq)]);
	holding.outbox = [...holding.outbox.filter((e) => !gone.has(e.seq)), ...(change.queue ?? [])].sort((a, b) => a.seq - b.seq);
	const replaced = new Set([...(change.forget ?? []), ...(change.answer ?? []).map((a) => a.mutation.id)]);
	holding.answered = [...holding.answered.filter((a) => !replaced.has(a.mutation.id)), ...(change.answer ?? [])].sort((a, b) => a.seq - b.seq);
	const dropped = new Set(change.dropScopes ?? []);
	if (dropped.size > 0) for (const [id, row] of holding.base) if (dropped.has(row.scope)) holding.base.delete(id);
	for (const row of change.rows ?? []) holding.base.set(row.id, row);
	if (change.standing) Object.assign(holding, change.standing);
}

/** Mutations whose words are not in the base: they are shown over it, in order. */
export function overlay(holding: Holding): Mutation[] {
	const parked = holding.answered.filter(({ verdict }) => verdict.status === 'parked');
	return [...parked, ...holding.outbox].sort((a, b) => a.seq - b.seq).map(({ mutation }) => mutation);
}

function answeredBy(holding: Holding, answer: SyncAnswer, now: string): Change {
	const verdicts = new Map([...answer.settled, ...answer.results].map((verdict) => [verdict.id, verdict]));
	const leaving = holding.outbox.filter((entry) => verdicts.has(entry.mutation.id));
	const settled = holding.answered.filter((one) => verdicts.has(one.mutation.id));
	const forNow = { answeredAt: now, dismissed: false };
	const verdictOn = (id: MutationId) => verdicts.get(id) as Verdict;
	return {
		unqueue: leaving.map((entry) => entry.seq),
		answer: [
			...leaving.map(({ seq, mutation }) => ({ seq, mutation, verdict: verdictOn(mutation.id), ...forNow })),
			...settled.map((one) => ({ ...one, verdict: verdictOn(one.mutation.id) })),
		],
		forget: holding.answered.filter((one) => mayForget(one, answer, now)).map((one) => one.mutation.id),
	};
}

function mayForget({ mutation, verdict, answeredAt, dismissed }: Answered, answer: SyncAnswer, now: string): boolean {
	if (verdict.status === 'parked' || (verdict.status === 'rejected' && !dismissed)) return false;
	if (verdict.clock <= (answer.safe[mutation.school] ?? 0)) return true;
	return Date.parse(now) - Date.parse(answeredAt) > DAYS_KEPT * 86_400_000;
}

function stand(holding: Holding, answer: SyncAnswer, ended: Scope[]): Standing {
	const scopes = { ...holding.scopes, ...answer.granted, ...answer.scopes };
	for (const scope of ended) Reflect.deleteProperty(scopes, scope);
	const behind = { ...answer.behind };
	for (const scope of Object.keys(answer.scopes ?? {})) {
		if (!(scope in holding.scopes) && !(scope in answer.granted)) behind[scope] ??= 0;
	}
	return { asof: { ...holding.asof, ...answer.asof }, behind, scopes, persons: answer.persons };
}

const standingOf = ({ asof, behind, scopes, persons }: Holding): Standing => ({ asof, behind, scopes, persons });

/** Absence from the whole list is the end of a membership, as is being named. */
function endedScopes(holding: Holding, answer: SyncAnswer): Scope[] {
	const whole = answer.scopes;
	if (!whole) return answer.ended;
	return [...new Set([...answer.ended, ...Object.keys(holding.scopes)])].filter((scope) => !(scope in whole));
}

function newerRows(holding: Holding, rows: WireRow[]): WireRow[] {
	return rows.filter((row) => row.version >= (holding.base.get(row.id)?.version ?? 0));
}

function standsWhere(holding: Holding, request: SyncRequest): boolean {
	const { asof, behind } = holding;
	return JSON.stringify([asof, behind]) === JSON.stringify([request.asof, request.behind]);
}

export const nextSeq = ({ outbox, answered }: Holding): number =>
	1 + Math.max(0, ...outbox.map((e) => e.seq), ...answered.map((a) => a.seq));
