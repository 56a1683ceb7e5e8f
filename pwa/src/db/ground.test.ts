import 'fake-indexeddb/auto';
import Dexie from 'dexie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SignedIn } from '../api/door';
import { offer, receive } from '../sync/core';
import type { SyncAnswer, SyncRequest } from '../sync/wire';
import { act, actOn, put } from './act';
import { Autosave, keepAll } from './autosave.svelte';
import { disk, whyRefused } from './disk.svelte';
import { draftIn, draftOf, keepDraft } from './drafts';
import { newId } from './ids';
import { receiptOf } from './receipts';
import { Store } from './store';
import { view } from './view';

const school = '01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e01';
const scope = 'walkthrough:01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e02';
const write = IDBObjectStore.prototype.put;

let store: Store;
let who: SignedIn;

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	who = {
		account: { id: newId(), name: 'Ana', email: 'ana@harbor.example', language: 'en' },
		persons: [{ id: 'ana', school, schoolName: 'Harbor', name: 'Ana', roles: ['leader'] }],
		device: newId(),
		storeKey: btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))),
		sessionEnds: '2026-12-01T00:00:00.000Z',
	};
	Object.assign(disk, { refusal: undefined, unkept: new Map(), cleared: false });
	use(await Store.enter(who));
});

afterEach(() => {
	mend();
	vi.useRealTimers();
	store.close();
});

function use(next: Store): void {
	store = next;
	view.show(next);
	actOn(next);
	draftIn(next);
}

/** From now on this device's disk takes nothing. */
function breakWith(name: string): void {
	IDBObjectStore.prototype.put = () => {
		throw new DOMException('no', name);
	};
}

function mend(): void {
	IDBObjectStore.prototype.put = write;
}

/** The disk is asked again every few seconds; here they pass at once. */
async function askedAgain(): Promise<void> {
	await vi.advanceTimersByTimeAsync(4_000);
	await vi.waitFor(() => expect(disk.refusal).toBeUndefined());
}

async function note(text: string): Promise<string> {
	const id = newId();
	await act(school, 'add_evidence_note', [put('evidence_note', id, scope, { text })]);
	return id;
}

/** What a tab would find that is opened now. */
async function onDisk(): Promise<string[]> {
	const other = await Store.open(who.account.id);
	other?.close();
	return (other?.holding.outbox ?? []).flatMap(({ mutation }) => mutation.ops).flatMap((op) => (op.op === 'put' ? [String(op.set['text'])] : []));
}

function answerTo({ mutations }: SyncRequest): SyncAnswer {
	const results = mutations.map(({ id }) => ({ id, status: 'applied' as const, clock: 7 }));
	const told = { results, settled: [], records: [], rows: [], granted: { [scope]: 'observer' }, ended: [], behind: {}, safe: {} };
	return { account: who.account.id, persons: {}, now: '', asof: { [school]: { clock: 7, nonce: 'n' } }, more: false, app: { minBuild: 0, latestBuild: 1 }, deviceState: 'ok', ...told };
}

async function sendFromMemory(): Promise<void> {
	let request: SyncRequest | undefined;
	await store.commit((holding) => {
		const offered = offer(holding, 1);
		request = offered.request;
		return offered.change;
	});
	const sent = request as SyncRequest;
	await store.commit((holding) => receive(holding, sent, answerTo(sent), '2026-03-02T10:00:00.000Z'));
}

describe('a disk that takes nothing', () => {
	it('is said; the words live in memory, go to the server from there, and are written down when there is room', async () => {
		await note('before');
		breakWith('QuotaExceededError');
		const id = await note('while it was full');
		expect(disk.refusal).toBe('full');
		expect(disk.unkept.size).toBe(1);
		expect(view.get('evidence_note', id)?.text).toBe('while it was full');
		expect(await onDisk()).toEqual(['before']);

		await sendFromMemory();
		expect(disk.unkept.size).toBe(0);
		await note('and a third');
		mend();
		await askedAgain();
		expect(await onDisk()).toEqual(['and a third']);
		expect(store.holding.answered.map(({ verdict }) => verdict.status)).toEqual(['applied', 'applied']);
	});

	it('never lets a field say that its last words are kept', async () => {
		const id = await note('a');
		const field = new Autosave({ school, verb: 'reword_evidence_note', kind: 'evidence_note', id, scope, field: 'text' }, 'a');
		breakWith('QuotaExceededError');
		const made = await note('made when it was full');
		const first = new Autosave({ school, verb: 'reword_evidence_note', kind: 'evidence_note', id: made, scope, field: 'text' }, 'made when it was full');
		expect(first.state).toBe('failed'); // the words that made the row are not kept either
		expect(receiptOf(view.get('evidence_note', made)!)).toBe('page');
		await sendFromMemory();
		expect(first.state).toBe('saved');
		field.type('ab');
		await keepAll();
		expect(field).toMatchObject({ state: 'failed', text: 'ab' });
		field.type('abc');
		await keepAll();
		expect(view.get('evidence_note', id)).toMatchObject({ text: 'abc', conflicts: [] });
		expect(disk.unkept.size).toBe(1); // the longer words took the place of the shorter
		await sendFromMemory();
		expect(field.state).toBe('saved'); // the server has them
	});

	it('keeps drafts too, and writes them down when there is room', async () => {
		breakWith('QuotaExceededError');
		await keepDraft('thought', 'not said yet');
		mend();
		await askedAgain();
		use((store.close(), (await Store.open(who.account.id))!));
		expect(await draftOf('thought')).toBe('not said yet');
	});

	it('may belong to one tab alone: what the other wrote meanwhile stands beside what this one held', async () => {
		const other = (await Store.open(who.account.id))!;
		breakWith('UnknownError');
		await note('held by the first tab');
		expect(disk.refusal).toBe('refused');
		mend();
		actOn(other);
		await note('written by the other');
		await askedAgain();
		expect((await onDisk()).sort()).toEqual(['held by the first tab', 'written by the other']);
		expect(store.holding.outbox).toHaveLength(2);
		other.close();
	});

	it('is told apart from a full one, however deep the reason lies', () => {
		expect(whyRefused({ name: 'AbortError', inner: { name: 'QuotaExceededError' } })).toBe('full');
		expect(whyRefused({ name: 'BulkError', failures: [{ name: 'QuotaExceededError' }] })).toBe('full');
		expect(whyRefused(new DOMException('lost', 'UnknownError'))).toBe('refused');
	});
});

describe('a store that the browser takes away', () => {
	it('is opened again when only the connection was closed', async () => {
		await note('before');
		const lost = IDBDatabase.prototype.transaction;
		IDBDatabase.prototype.transaction = function (...words) {
			IDBDatabase.prototype.transaction = lost;
			this.close();
			throw new DOMException('Connection to Indexed Database server lost. Refresh the page to try again', words ? 'UnknownError' : '');
		};
		await note('after');
		expect(disk.refusal).toBeUndefined();
		expect(await onDisk()).toEqual(['before', 'after']);
	});

	it('is written anew from memory when it was cleared, and that is said', async () => {
		const id = await note('only memory has it');
		await keepDraft('thought', 'not said yet');
		const db = await new Dexie(`brightwalk-${who.account.id}`).open();
		await Promise.all(db.tables.map((table) => table.clear()));
		db.close();
		await note('the next word');
		expect(disk).toMatchObject({ cleared: true, refusal: undefined });
		expect(await onDisk()).toEqual(['only memory has it', 'the next word']);
		expect(view.get('evidence_note', id)?.text).toBe('only memory has it');
		use((store.close(), (await Store.open(who.account.id))!));
		expect(await draftOf('thought')).toBe('not said yet');
		expect(view.me?.account.name).toBe('Ana');
	});
});

describe('another tab that needs the database', () => {
	it('gets it for a newer version, after every field has been kept', async () => {
		const id = await note('a');
		const field = new Autosave({ school, verb: 'reword_evidence_note', kind: 'evidence_note', id, scope, field: 'text' }, 'a');
		const told = new Promise((tell) => store.onOvertaken(keepAll, tell));
		field.type('a and the last word');
		const newer = new Promise<IDBDatabase>((opened) => {
			const request = indexedDB.open(`brightwalk-${who.account.id}`, 30);
			request.onsuccess = () => opened(request.result);
		});
		expect(await told).toBe('version');
		const db = await newer;
		const rows = await new Promise((all) => {
			const request = db.transaction('outbox').objectStore('outbox').getAll();
			request.onsuccess = () => all(request.result);
		});
		expect(rows).toHaveLength(2);
		db.close();
	});
});
