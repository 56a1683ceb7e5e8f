import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignedIn } from '../api/door';
import { save } from '../sync/core';
import type { Mutation } from '../sync/wire';
import { draftIn, draftOf, keepDraft } from './drafts';
import { newId } from './ids';
import { bring, compare, packStore, packable } from './rescuing';
import { Store } from './store';

const school = newId();
const key = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
const signedIn = (account: string): SignedIn => ({ account: { id: account, name: 'Ana', email: 'a@b', language: 'en' }, persons: [], device: newId(), storeKey: key(), sessionEnds: '' });
const noted = (text: string): Mutation => ({ id: newId(), school, verb: 'add_evidence_note', schema: 1, at: new Date().toISOString(), ops: [{ op: 'put', kind: 'evidence_note', id: newId(), scope: `walkthrough:${school}`, set: { text }, from: {} }] });

/** Two stores of one account stand on one shelf here, so the second device is the first, erased and begun anew. */
let store: Store;
let who: string;
async function begin(account = who): Promise<Store> {
	store = await Store.enter(signedIn(account));
	draftIn(store);
	return store;
}
async function fresh(): Promise<Store> {
	await store.commit((holding) => ({ unqueue: holding.outbox.map(({ seq }) => seq) }));
	await store.erase();
	return begin();
}
const write = (text: string) => store.commit((holding) => save(holding, noted(text)));
const ids = () => store.holding.outbox.map(({ mutation }) => mutation.id);

beforeEach(async () => {
	who = newId();
	await begin();
});
afterEach(() => store.close());

describe('rescuing', () => {
	it('packs what waits and what is not said yet, and another store takes both over', async () => {
		await write('one');
		await write('two');
		await keepDraft('answer', 'Thank you, and');
		const rescue = await packStore(store, 'iPad');
		expect(rescue.mutations.map(({ id }) => id)).toEqual(ids());
		const before = ids();
		await fresh();
		expect(await compare(store, rescue)).toMatchObject({ fresh: rescue.mutations, known: 0, drafts: 1 });
		expect(await bring(store, rescue)).toEqual({ brought: 2, left: 0 });
		store.close();
		store = (await Store.open(who))!; // after a restart too
		draftIn(store);
		expect(ids()).toEqual(before);
		expect(store.holding.outbox.every(({ tries, inFile }) => tries > 0 && inFile)).toBe(true);
		expect(await draftOf('answer')).toBe('Thank you, and');
	});

	it('takes nothing over twice', async () => {
		await write('one');
		await keepDraft('answer', 'x');
		const rescue = await packStore(store, 'iPad');
		expect(await compare(store, rescue)).toEqual({ fresh: [], known: 1, drafts: 0 });
		expect(await bring(store, rescue)).toEqual({ brought: 0, left: 0 });
		expect(await packable(store)).toEqual({ mutations: rescue.mutations, drafts: { answer: 'x' } });
	});

	it('puts drafts beside each other, and leaves a form as it is', async () => {
		await keepDraft('answer', 'ours');
		await keepDraft('decision', '{"text":"ours"}');
		const rescue = { ...(await packStore(store, '')), drafts: { answer: 'theirs', decision: '{"text":"theirs"}', thought: 'new' } };
		expect(await bring(store, rescue)).toEqual({ brought: 0, left: 1 });
		expect(await Promise.all(['answer', 'decision', 'thought'].map(draftOf))).toEqual(['ours\n\ntheirs', '{"text":"ours"}', 'new']);
	});

	it('gives nobody what somebody else packed', async () => {
		await write('of ana');
		const rescue = await packStore(store, '');
		store.close();
		await begin(newId());
		expect(await compare(store, rescue)).toBe('someone_else');
		await expect(bring(store, rescue)).rejects.toThrow();
		expect(ids()).toEqual([]);
	});

	it('packs what the page holds when the disk gives nothing back', async () => {
		await write('one');
		const broken = Object.assign(Object.create(store) as Store, { holding: store.holding, commit: () => Promise.resolve({}), noteNames: () => Promise.reject(new Error('InvalidStateError')) });
		expect(await packStore(broken, '')).toMatchObject({ mutations: [store.holding.outbox[0]!.mutation], drafts: {} });
	});
});
