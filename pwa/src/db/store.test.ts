import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignedIn } from '../api/door';
import type { SyncAnswer } from '../sync/wire';
import { offer, receive } from '../sync/core';
import { act, actOn, put, remove } from './act';
import { Autosave } from './autosave.svelte';
import { newId } from './ids';
import { receiptOf } from './receipts';
import { Store } from './store';
import { view } from './view';

const school = '01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e01';
const walk = '01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e02';
const scope = `walkthrough:${walk}`;
const signedIn = (): SignedIn => ({
	account: { id: newId(), name: 'Ana', email: 'ana@harbor.example', language: 'en' },
	persons: [{ id: 'ana', school, schoolName: 'Harbor', name: 'Ana', roles: ['leader'] }],
	device: newId(),
	storeKey: btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))),
	sessionEnds: '2026-12-01T00:00:00.000Z',
});

let store: Store;
let who: SignedIn;

function use(next: Store): Store {
	store = next;
	view.show(store);
	actOn(store);
	return store;
}

beforeEach(async () => {
	who = signedIn();
	use(await Store.enter(who));
});

afterEach(() => store.close());

async function note(text: string): Promise<string> {
	const id = newId();
	await act(school, 'add_evidence_note', [put('evidence_note', id, scope, { text, begunAt: '2026-03-02T10:00:00.000Z' })]);
	return id;
}

function answerTo(mutations: { id: string }[], rows: SyncAnswer['rows'] = []): SyncAnswer {
	return {
		account: who.account.id,
		persons: { [school]: 'ana' },
		now: '',
		results: mutations.map(({ id }) => ({ id, status: 'applied', clock: 7 })),
		settled: [],
		records: [],
		rows,
		asof: { [school]: { clock: 7, nonce: 'n' } },
		granted: { [scope]: 'observer' },
		ended: [],
		behind: {},
		more: false,
		safe: {},
		app: { minBuild: 0, latestBuild: 1 },
		deviceState: 'ok',
	};
}

describe('the store on the device', () => {
	it('shows a note at once, and still after a restart without network', async () => {
		const id = await note('7 of 9 pairs compared paths');
		expect(view.get('evidence_note', id)).toMatchObject({ text: '7 of 9 pairs compared paths', pending: true });
		expect(receiptOf(view.get('evidence_note', id)!)).toBe('device');
		store.close();
		use((await Store.open(who.account.id))!);
		expect(view.get('evidence_note', id)?.text).toBe('7 of 9 pairs compared paths');
		expect(view.me?.account.name).toBe('Ana');
	});

	it('holds no word of a note in clear on the disk', async () => {
		const id = await note('unmistakable words');
		const mutation = store.holding.outbox[0]!.mutation;
		await exchange([{ id, kind: 'evidence_note', scope, version: 7, fields: { text: [{ mutation: mutation.id, by: 'ana', at: '', value: 'unmistakable words' }] }, removed: [], superseded: {} }]);
		expect(view.get('evidence_note', id)).toMatchObject({ text: 'unmistakable words', pending: false });
		const db = await new Dexie(`brightwalk-${who.account.id}`).open();
		const stored = await Promise.all(db.tables.map((table) => table.toArray()));
		const bytes = JSON.stringify(stored, (_, value: unknown) => (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value));
		expect(bytes).not.toContain('unmistakable');
		expect(stored.flat().length).toBeGreaterThan(3);
		db.close();
	});

	it('folds what is typed into one unsent change, and never changes what was offered', async () => {
		const id = await note('a');
		const field = new Autosave({ school, verb: 'reword_evidence_note', kind: 'evidence_note', id, scope, field: 'text' }, 'a');
		field.type('ab');
		await field.flush();
		field.type('abc');
		await field.flush();
		expect(store.holding.outbox).toHaveLength(2);
		await store.commit((holding) => offer(holding, 1).change);
		field.type('abcd');
		await field.flush();
		expect(store.holding.outbox).toHaveLength(3);
		expect(store.holding.outbox[2]!.mutation.ops[0]!.from).toEqual({ text: [store.holding.outbox[1]!.mutation.id] });
		expect(view.get('evidence_note', id)).toMatchObject({ text: 'abcd', conflicts: [] });
	});

	it('keeps both wordings when one arrives while the other is typed', async () => {
		const id = await note('mine');
		const field = new Autosave({ school, verb: 'reword_evidence_note', kind: 'evidence_note', id, scope, field: 'text' }, 'mine');
		const [added] = store.holding.outbox;
		const theirs = { mutation: newId(), by: 'cy', at: '', value: 'theirs' };
		await exchange([{ id, kind: 'evidence_note', scope, version: 7, fields: { text: [theirs] }, removed: [], superseded: {} }]);
		field.type('mine, longer');
		await field.flush();
		const row = view.get('evidence_note', id)!;
		expect(row.conflicts).toEqual(['text']);
		expect(row.heads['text']!.map((head) => head.value)).toEqual(['theirs', 'mine, longer']);
		expect(added).toBeDefined();
	});

	it('keeps both wordings of two tabs that had the same field open, also before anything was sent', async () => {
		const id = await note('as it was');
		const target = { school, verb: 'reword_evidence_note', kind: 'evidence_note', id, scope, field: 'text' } as const;
		const [here, there] = [new Autosave(target, 'as it was'), new Autosave(target, 'as it was')];
		here.type('from this tab');
		await here.flush();
		there.type('from the other tab');
		await there.flush();
		expect(view.get('evidence_note', id)!.heads['text']!.map((head) => head.value)).toEqual(['from this tab', 'from the other tab']);
	});

	it('takes a removed note away, and brings it back when it is put again', async () => {
		const id = await note('gone and back');
		await act(school, 'remove_evidence_note', [remove('evidence_note', id, scope)]);
		expect(view.get('evidence_note', id)).toBeUndefined();
		await act(school, 'restore_evidence_note', [put('evidence_note', id, scope, { text: 'gone and back', begunAt: null })]);
		expect(view.get('evidence_note', id)?.text).toBe('gone and back');
	});

	it('lets two tabs write in turn without losing a word', async () => {
		const other = (await Store.open(who.account.id))!;
		const first = await note('from this tab');
		actOn(other);
		const second = await note('from the other tab');
		actOn(store);
		const third = await note('from this tab again');
		const fresh = (await Store.open(who.account.id))!;
		expect(fresh.holding.outbox.map((entry) => entry.mutation.ops[0]!.id)).toEqual([first, second, third]);
		other.close();
		fresh.close();
	});

	it('is not erased while something is unsent', async () => {
		await note('not sent yet');
		expect(await store.erase()).toBe(false);
	});

	it('forgets a scope that has ended, and keeps what was written into it for its author', async () => {
		const id = await note('mine');
		await exchange([]);
		await note('written without signal');
		const { request } = offer(store.holding, 1);
		const lost: SyncAnswer = { ...answerTo([]), granted: {}, ended: [scope], results: [{ id: request.mutations[0]!.id, status: 'rejected', clock: 9, problem: { number: '403.4', name: 'scope_lost', sentence: '' } }] };
		await store.commit((holding) => receive(holding, request, lost, '2026-03-02T10:00:00.000Z'));
		expect(view.get('evidence_note', id)).toBeUndefined();
		expect(store.holding.answered.at(-1)?.mutation.ops[0]).toMatchObject({ set: { text: 'written without signal' } });
	});
});

async function exchange(rows: SyncAnswer['rows']): Promise<void> {
	const offered = offer(store.holding, 1);
	await store.commit(() => offered.change);
	await store.commit((holding) => receive(holding, offered.request, answerTo(offered.request.mutations, rows), '2026-03-02T10:00:00.000Z'));
}
