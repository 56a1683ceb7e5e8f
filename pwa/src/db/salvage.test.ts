import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { save } from '../sync/core';
import type { Mutation } from '../sync/wire';
import { newId } from './ids';
import { salvage } from './salvage';
import { Store } from './store';
import { Tables } from './tables';

const account = newId();
const key = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
const noted = (text: string): Mutation => ({ id: newId(), school: account, verb: 'add_evidence_note', schema: 1, at: '', ops: [{ op: 'put', kind: 'evidence_note', id: newId(), scope: `walkthrough:${account}`, set: { text }, from: {} }] });
const words = ({ ops: [op] }: Mutation) => op?.op === 'put' && op.set['text'];

it('what can still be read of a broken store is saved, and what cannot is counted', async () => {
	const store = await Store.enter({ account: { id: account, name: 'Ana', email: 'a@b', language: 'en' }, persons: [], device: newId(), storeKey: key(), sessionEnds: '' });
	for (const text of ['one', 'two', 'three']) {
		await store.commit((holding) => save(holding, noted(text)));
		holdingTried(store);
	}
	await store.keepNote('draft/answer', 'not said yet');
	store.close();
	expect((await salvage(account))?.mutations.map(words)).toEqual(['one', 'two', 'three']);

	const tables = new Tables(account);
	const [, second] = await tables.outbox.toArray();
	await tables.outbox.put({ ...second!, body: new Uint8Array(40) });
	tables.db.close();
	await expect(Store.open(account)).rejects.toThrow();
	const found = await salvage(account);
	expect(found).toMatchObject({ account, lost: 1, drafts: { answer: 'not said yet' } });
	expect(found?.mutations.map(words)).toEqual(['one', 'three']);
});

it('there is nothing to save where there is no store', async () => {
	expect(await salvage(newId())).toBeUndefined();
});

/** As after an offer: later words do not fold into it. */
function holdingTried(store: Store): void {
	for (const entry of store.holding.outbox) entry.tries = 1;
}
