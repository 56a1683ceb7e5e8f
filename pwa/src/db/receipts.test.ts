import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { offer, receive, restart, setAside } from '../sync/core';
import type { Head, Json, SyncAnswer, SyncRequest, Verdict, WireRow } from '../sync/wire';
import { act, actOn, put, remove } from './act';
import { disk } from './disk.svelte';
import { childId, newId } from './ids';
import { answeredIn, receiptOf, receiptOfScope } from './receipts';
import { Store } from './store';
import { view } from './view';

const [school, walk, ben] = [newId(), newId(), newId()];
const scope = `walkthrough:${walk}`;
const feedback = childId(walk, 'feedback');
const AT = '2026-03-02T10:00:00.000Z';
let store: Store;
let clock = 0;
/** The server's rows, as this test keeps them. */
let server: Map<string, WireRow>;

beforeEach(async () => {
	clock = 0;
	server = new Map();
	store = await Store.enter({
		account: { id: newId(), name: 'Ana', email: 'ana@harbor.example', language: 'en' },
		persons: [{ id: 'ana', school, schoolName: 'Harbor', name: 'Ana', roles: ['leader'] }],
		device: newId(),
		storeKey: btoa('0123456789abcdef0123456789abcdef'),
		sessionEnds: '',
	});
	view.show(store);
	actOn(store);
	await answered([]);
	await theServerWrites('visited', newId(), { personId: ben, name: 'Ben Okafor' }, ben);
});

afterEach(() => store.close());

async function answered(verdicts: Partial<Verdict>[], rows: WireRow[] = [], request?: SyncRequest, settled: Verdict[] = []): Promise<void> {
	const sent = request ?? (await offered());
	const results = sent.mutations.map(({ id }, at) => ({ id, status: 'applied', clock: ++clock, ...verdicts[at] }) as Verdict);
	const applied = sent.mutations.filter((_, at) => results[at]?.status === 'applied');
	for (const { id, ops } of applied) for (const op of ops) if (op.op === 'put') serve(op.kind, op.id, op.set, 'ana', id);
	const records = [...rows, ...applied.flatMap(({ ops }) => ops.map((op) => server.get(op.id) as WireRow))];
	const answer = { account: store.holding.account, persons: { [school]: 'ana' }, now: '', results, settled, records, rows: [], asof: {}, granted: { [scope]: 'observer' }, ended: [], behind: {}, more: false, safe: {}, app: { minBuild: 0, latestBuild: 1 }, deviceState: 'ok' } as unknown as SyncAnswer;
	await store.commit((holding) => receive(holding, sent, answer, AT));
}

async function offered(): Promise<SyncRequest> {
	const { request, change } = offer(store.holding, 1);
	await store.commit(() => change);
	return request;
}

function serve(kind: string, id: string, set: Record<string, Json>, by: string, mutation = newId()): WireRow {
	const before = server.get(id);
	const fields = Object.fromEntries(Object.entries(set).map(([field, value]) => [field, [{ mutation, by, at: AT, value } satisfies Head]]));
	const row: WireRow = { id, kind, scope, version: ++clock, fields: { ...(before && !before.gone ? before.fields : {}), ...fields }, removed: [], superseded: {} };
	server.set(id, row);
	return row;
}

async function theServerWrites(kind: string, id: string, set: Record<string, Json>, by: string): Promise<void> {
	const row = serve(kind, id, set, by);
	await answered([], [row], { ...offer(store.holding, 1).request, mutations: [] });
}

async function note(text = '7 of 9 pairs'): Promise<string> {
	const id = newId();
	await act(school, 'add_evidence_note', [put('evidence_note', id, scope, { text, begunAt: AT })]);
	return id;
}

const reword = (id: string, text: string) => act(school, 'reword_evidence_note', [put('evidence_note', id, scope, { text })]);
const share = (shared = true) => act(school, shared ? 'share_feedback' : 'withdraw_share', [put('feedback', feedback, scope, { shared, sharedAt: shared ? AT : null })]);
const benAnswers = () => theServerWrites('response', childId(walk, 'response', ben), { teacherId: ben, answer: 'fits' }, ben);
const of = (id: string) => receiptOf(view.get('evidence_note', id)!);

describe('a receipt', () => {
	it('says "on the server" after the durable answer, and not when it was merely sent', async () => {
		const id = await note();
		expect(of(id)).toBe('device');
		await offered(); // the answer is lost
		expect(of(id)).toBe('device');
		await answered([]);
		expect([of(id), receiptOfScope(scope)]).toEqual(['server', 'server']);
	});

	it('goes back to "on this device" with each new wording', async () => {
		const id = await note();
		await answered([]);
		await reword(id, '8 of 9 pairs');
		expect([of(id), receiptOfScope(scope)]).toEqual(['device', 'device']);
		await answered([]);
		expect(of(id)).toBe('server');
	});

	it('says that the teacher can read it once the server has shared it, for what the server has', async () => {
		const id = await note();
		await share();
		expect(of(id)).toBe('device');
		await answered([]);
		expect([of(id), receiptOfScope(scope)]).toEqual(['teacher', 'teacher']);
		await reword(id, 'changed');
		expect(of(id)).toBe('device');
	});

	it('says that the teacher can read it as long as a withdrawal has not reached the server', async () => {
		const id = await note();
		await share();
		await answered([]);
		await share(false);
		expect(of(id)).toBe('teacher');
		expect(receiptOfScope(scope)).toBe('device');
		await answered([]);
		expect(of(id)).toBe('server');
	});

	it('says "answered" of what stood when the teacher answered, and names only who did', async () => {
		const id = await note();
		await share();
		await answered([]);
		expect(answeredIn(scope)).toEqual([]);
		await benAnswers();
		expect([of(id), receiptOfScope(scope)]).toEqual(['answered', 'answered']);
		expect(answeredIn(scope)).toEqual(['Ben Okafor']);
		await reword(id, 'changed after the answer');
		await answered([]);
		expect([of(id), receiptOfScope(scope)]).toEqual(['teacher', 'answered']);
	});

	it('says that an answer can be read once the server has it', async () => {
		const id = childId(walk, 'response', ben);
		await act(school, 'answer_feedback', [put('response', id, scope, { teacherId: ben, answer: 'fits' })]);
		expect(receiptOf(view.get('response', id)!)).toBe('device');
		await answered([]);
		expect(receiptOf(view.get('response', id)!)).toBe('teacher');
	});

	it('calls for attention while a wording stands refused, until its author has put it aside', async () => {
		const id = await note();
		await answered([]);
		await reword(id, 'refused');
		await answered([{ status: 'rejected', problem: { number: '409.1', name: 'two_wordings', sentence: '' } }]);
		expect(view.get('evidence_note', id)?.text).toBe('7 of 9 pairs');
		expect([of(id), receiptOfScope(scope)]).toEqual(['attention', 'attention']);
		await store.commit((holding) => ({ answer: holding.answered.filter(({ verdict }) => verdict.status === 'rejected').map((one) => ({ ...one, dismissed: true })) }));
		expect([of(id), receiptOfScope(scope)]).toEqual(['server', 'server']);
	});

	it('calls for attention when the server could not even read it', async () => {
		const id = await note();
		await answered([]);
		const mutation = await reword(id, 'unreadable');
		await store.commit((holding) => setAside(holding, mutation, { number: '422.1', name: 'malformed', sentence: '' }, AT));
		expect(of(id)).toBe('attention');
	});

	it('says that the server keeps what waits there, and what it is once it was settled', async () => {
		const id = await note();
		const request = await offered();
		await answered([{ status: 'parked', waitsFor: walk }], [], request);
		expect([of(id), receiptOfScope(scope)]).toEqual(['held', 'held']);
		await reword(id, 'more');
		expect(of(id)).toBe('device');
		await answered([{ status: 'parked', waitsFor: id }]);
		expect(of(id)).toBe('held');
		const settled = store.holding.answered.map(({ mutation }) => ({ id: mutation.id, status: 'applied', clock: ++clock }) as Verdict);
		await answered([], [serve('evidence_note', id, { text: 'more', begunAt: AT }, 'ana')], { ...offer(store.holding, 1).request, mutations: [] }, settled);
		expect(of(id)).toBe('server');
	});

	it('calls for attention when a closed device handed it in: it is kept apart', async () => {
		const id = await note();
		await answered([{ status: 'parked', waitsFor: 'device:d', problem: { number: '403.5', name: 'device_closed', sentence: '' } }]);
		expect([of(id), receiptOfScope(scope)]).toEqual(['attention', 'attention']);
	});

	it('of a visit is not in step while something was taken away from it here', async () => {
		const id = await note();
		await answered([]);
		await act(school, 'remove_evidence_note', [remove('evidence_note', id, scope)]);
		expect(receiptOfScope(scope)).toBe('device');
	});

	it('says "on this device" again when the server has lost what it had', async () => {
		const id = await note();
		await answered([]);
		await store.commit((holding) => restart(holding));
		expect(of(id)).toBe('device');
	});

	it('does not say "on this device" of words that the disk refused', async () => {
		const id = await note();
		const { mutation } = store.holding.outbox[0]!;
		expect(of(id)).toBe('device');
		disk.unkept = new Map([[mutation.id, mutation]]);
		expect([of(id), receiptOfScope(scope)]).toEqual(['page', 'page']);
		disk.unkept = new Map();
		expect(of(id)).toBe('device');
	});
});
