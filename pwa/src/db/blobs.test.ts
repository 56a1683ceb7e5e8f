import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SignedIn } from '../api/door';
import { bytesOf, giveUp, keepBytes, letGo, markSent, tidy } from './blobs';
import { disk } from './disk.svelte';
import { newId } from './ids';
import { relock } from './lock/keyring';
import { Store } from './store';
import { Tables } from './tables';

const scope = 'walkthrough:01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e4f';
const photo = (fill: number, size = 5000) => new Uint8Array(size).fill(fill);
let who: SignedIn;
let store: Store;

beforeEach(async () => {
	who = {
		account: { id: newId(), name: 'Ana', email: 'ana@harbor.example', language: 'en' },
		persons: [],
		device: newId(),
		storeKey: btoa('0123456789abcdef0123456789abcdef'),
		sessionEnds: '',
	};
	store = await Store.enter(who);
});

afterEach(() => store.close());

const again = async () => {
	store.close();
	store = (await Store.open(who.account.id)) as Store;
};
const always = () => true;

describe('the bytes of pictures on the device', () => {
	it('come back as they were, after a restart too, and lie sealed on the disk', async () => {
		const id = newId();
		await keepBytes(store, id, scope, photo(7), false);
		await again();
		expect(await bytesOf(store, id)).toEqual(photo(7));
		const tables = new Tables(who.account.id);
		const { body } = (await tables.blobs.get(id)) ?? {};
		tables.db.close();
		expect(body?.length).toBeGreaterThan(5000);
		expect(body?.filter((byte) => byte === 7).length).toBeLessThan(200); // a picture of one colour does not show
		expect(await bytesOf(store, newId())).toBeUndefined();
	});

	it('are known as unsent from the first moment after a restart, until the server has them all', async () => {
		const id = newId();
		await keepBytes(store, id, scope, photo(1), false);
		expect([...disk.bytes]).toEqual([[id, scope]]);
		disk.bytes = new Map();
		await again();
		expect([...disk.bytes]).toEqual([[id, scope]]);
		expect(await store.erase()).toBe(false); // what only this device has is not taken off it
		await markSent(store, id);
		await again();
		expect(disk.bytes.size).toBe(0);
		expect(await bytesOf(store, id)).toEqual(photo(1));
	});

	it('open under a lock that was set after they were taken', async () => {
		const id = newId();
		await keepBytes(store, id, scope, photo(3), true);
		await relock(who.account.id, await store.key(), [], (opened) => store.offer(opened));
		await again();
		expect(await bytesOf(store, id)).toEqual(photo(3));
	});

	it('give way, the longest kept first, but never what only this device has', async () => {
		const [first, second, third] = [newId(), newId(), newId()];
		await keepBytes(store, first, scope, photo(1), false);
		await keepBytes(store, second, scope, photo(2), true);
		await keepBytes(store, third, scope, photo(3), true);
		await tidy(store, always, 11_000);
		expect(await bytesOf(store, first)).toEqual(photo(1));
		expect(await bytesOf(store, second)).toBeUndefined();
		expect(await bytesOf(store, third)).toEqual(photo(3));
		await giveUp(store);
		expect(await bytesOf(store, first)).toEqual(photo(1));
		expect(await bytesOf(store, third)).toBeUndefined();
	});

	it('go with the row that named them, and with a death between two writes', async () => {
		const [named, gone, half] = [newId(), newId(), newId()];
		await keepBytes(store, named, scope, photo(1), false);
		await keepBytes(store, gone, scope, photo(2), false);
		await store.tables.blobs.put({ id: half, body: photo(9) });
		await tidy(store, (id) => id === named);
		expect(await store.tables.blobs.toCollection().primaryKeys()).toEqual([named]);
		expect([...(await store.tables.unsent()).keys()]).toEqual([named]);
		await letGo(store, [named]);
		expect(disk.bytes.size).toBe(0);
	});

	it('a store of the first version becomes one with room for them, and loses nothing', async () => {
		const { default: Dexie } = await import('dexie');
		const account = newId();
		const old = new Dexie(`brightwalk-${account}`);
		old.version(1).stores({ scopes: 'scope', outbox: 'seq', answered: 'seq', kept: 'name' });
		await old.table('outbox').put({ seq: 1, tries: 0, body: photo(1, 3) });
		old.close();
		const tables = new Tables(account);
		expect(await tables.outbox.count()).toBe(1);
		expect(await tables.blobs.count()).toBe(0);
		tables.db.close();
	});
});
