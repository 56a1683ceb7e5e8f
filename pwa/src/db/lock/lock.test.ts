import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SignedIn } from '../../api/door';
import { act, actOn, put } from '../act';
import { disk } from '../disk.svelte';
import { newId } from '../ids';
import { seal, storeKey } from '../seal';
import { Locked, NoKey, type Opened } from '../shelf';
import { Store } from '../store';
import { Tables } from '../tables';
import { view } from '../view';
import { admit, relock, shut, standingOf, standings, unlock, withTables } from './keyring';
import { FREE, pauseAfter, waited } from './tries';
import { byPassphrase } from './ways';

const school = '01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e01';
const scope = 'walkthrough:01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e02';
const PASSPHRASE = 'lamps by the river';
const bytes = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));

let who: SignedIn;
const open: Store[] = [];

function use(store: Store | undefined): Store {
	if (!store) throw new Error('there is a store');
	open.push(store);
	view.show(store);
	actOn(store);
	return store;
}

async function note(text: string): Promise<string> {
	const id = newId();
	await act(school, 'add_evidence_note', [put('evidence_note', id, scope, { text })]);
	return id;
}

async function lock(store: Store, passphrase = PASSPHRASE, tell: (opened: Opened) => void = () => undefined): Promise<void> {
	const next = await relock(who.account.id, await store.key(), [(key) => byPassphrase(key, passphrase)], tell);
	store.offer(next);
}

const restart = (opened?: Opened) => Store.open(who.account.id, opened);
const read = (id: string) => view.get('evidence_note', id)?.text;

beforeEach(async () => {
	who = {
		account: { id: newId(), name: 'Ana', email: 'ana@harbor.example', language: 'en' },
		persons: [{ id: 'ana', school, schoolName: 'Harbor', name: 'Ana', roles: ['leader'] }],
		device: newId(),
		storeKey: bytes(),
		sessionEnds: '',
	};
	use(await Store.enter(who));
});

afterEach(() => {
	for (const store of open.splice(0)) store.close();
});

describe('a store with a lock', () => {
	it('opens with its passphrase and with nothing else, and says what waits in it', async () => {
		const id = await note('7 of 9 pairs compared paths');
		await lock(open[0]!);
		await note('written after the lock was set');
		await expect(restart()).rejects.toBeInstanceOf(Locked);
		expect(await standingOf(who.account.id)).toMatchObject({ door: 'locked', name: 'Ana', waiting: 2 });
		expect(await unlock(who.account.id, 'lamps by the lake')).toBeUndefined();
		const opened = (await unlock(who.account.id, PASSPHRASE))!;
		expect(opened.key.extractable).toBe(false);
		const store = use(await restart(opened));
		expect([read(id), store.holding.outbox.length]).toEqual(['7 of 9 pairs compared paths', 2]);
	});

	it('has no key on the disk that opens it, and the key of before opens nothing', async () => {
		const before = await open[0]!.key();
		await note('words');
		await lock(open[0]!);
		const kept = await withTables(who.account.id, (tables) => tables.kept.toArray());
		const keys = kept.map(({ value }) => value).filter((value) => value instanceof CryptoKey);
		expect(keys).toEqual([]);
		await expect(restart({ ...before, mark: kept.find(({ name }) => name === 'mark')?.value as string })).rejects.toThrow();
	});

	it('is opened by a full sign-in when the passphrase is forgotten, and keeps its lock', async () => {
		const id = await note('not forgotten');
		await lock(open[0]!);
		use(await Store.enter(who));
		expect(read(id)).toBe('not forgotten');
		await expect(restart()).rejects.toBeInstanceOf(Locked);
	});

	it('is left as it is when the server hands out another key', async () => {
		const id = await note('still mine');
		await lock(open[0]!);
		await expect(Store.enter({ ...who, storeKey: bytes() })).rejects.toBeInstanceOf(NoKey);
		use(await restart(await unlock(who.account.id, PASSPHRASE)));
		expect(read(id)).toBe('still mine');
	});

	it('changes its passphrase and loses its lock again, with every word and every draft', async () => {
		const id = await note('one');
		await open[0]!.keepNote('draft/x', 'not said yet');
		await lock(open[0]!);
		await lock(open[0]!, 'another one');
		expect(await unlock(who.account.id, PASSPHRASE)).toBeUndefined();
		expect(await unlock(who.account.id, 'another one')).toBeDefined();
		open[0]!.offer(await relock(who.account.id, await open[0]!.key(), [], () => undefined));
		const store = use(await restart());
		expect([read(id), await store.note('draft/x')]).toEqual(['one', 'not said yet']);
	});
});

describe('while a lock is set', () => {
	it('another tab goes on with the key that it is told', async () => {
		const other = use(await restart());
		await lock(open[0]!, PASSPHRASE, (next) => other.offer(next));
		const id = await note('from the other tab'); // acts go to the store that was shown last
		await other.keepNote('draft/y', 'also from there');
		use(await restart(await unlock(who.account.id, PASSPHRASE)));
		expect(read(id)).toBe('from the other tab');
	});

	it('another tab that was not told writes nothing under the old key', async () => {
		const other = use(await restart());
		await lock(open[0]!);
		await note('held in memory until this tab has the key');
		await other.keepNote('draft/y', 'as this');
		expect([disk.unkept.size, await other.settled()]).toEqual([1, false]);
		const store = use(await restart(await unlock(who.account.id, PASSPHRASE)));
		expect([store.holding.outbox.length, await store.noteNames('draft/')]).toEqual([0, []]);
	});

	it('what is written meanwhile is sealed anew too', async () => {
		const encrypt = vi.spyOn(crypto.subtle, 'generateKey');
		const first = await note('before');
		let second = '';
		encrypt.mockImplementationOnce(async (...how) => {
			second = await note('meanwhile');
			return crypto.subtle.generateKey(...(how as Parameters<SubtleCrypto['generateKey']>));
		});
		await lock(open[0]!);
		use(await restart(await unlock(who.account.id, PASSPHRASE)));
		expect([read(first), read(second)]).toEqual(['before', 'meanwhile']);
	});

	it('a disk that fails leaves the store as it was', async () => {
		const id = await note('safe');
		const fails = vi.spyOn(Tables.prototype, 'keep').mockRejectedValueOnce(new DOMException('full', 'QuotaExceededError'));
		await expect(lock(open[0]!)).rejects.toThrow('full');
		fails.mockRestore();
		use(await restart());
		expect(read(id)).toBe('safe');
	});
});

describe('a store of an older app, which has the key of the server beside it', () => {
	it('can be locked, and opened by a full sign-in', async () => {
		const key = await storeKey(who.storeKey);
		await withTables(who.account.id, async (tables) => {
			await tables.kept.clear();
			await tables.keep({ device: who.device, key, known: await seal(key, 'known', { account: who.account, persons: who.persons }) });
		});
		use(await restart());
		const id = await note('old but mine');
		await lock(open[1]!);
		await expect(restart()).rejects.toBeInstanceOf(Locked);
		use(await Store.enter(who));
		expect(read(id)).toBe('old but mine');
	});
});

describe('a shut store', () => {
	it('opens to a full sign-in only, and then as before', async () => {
		const id = await note('waits');
		await relock(who.account.id, await open[0]!.key(), [], () => undefined, 'seal');
		await expect(restart()).rejects.toBeInstanceOf(Locked);
		expect(await standingOf(who.account.id)).toMatchObject({ door: 'shut', shut: 'seal', waiting: 1 });
		use(await Store.enter(who));
		expect([read(id), (await standingOf(who.account.id))?.door]).toEqual(['waits', 'open']);
	});

	it('was locked before: its passphrase opens it no more', async () => {
		await lock(open[0]!);
		await shut(who.account.id, 'seal');
		expect(await unlock(who.account.id, PASSPHRASE)).toBeUndefined();
		expect(await admit(who)).toBeDefined();
	});
});

describe('wrong tries', () => {
	const tries = () => withTables(who.account.id, (tables) => waited(tables, 0));

	it('slow down after five, also for the right passphrase, over restarts and with any date', { timeout: 30_000 }, async () => {
		await lock(open[0]!);
		for (let n = 0; n < FREE; n++) expect(await unlock(who.account.id, `wrong ${n}`)).toBeUndefined();
		expect(await unlock(who.account.id, PASSPHRASE)).toBeUndefined();
		expect(await tries()).toEqual({ count: FREE, left: 30_000 });
		vi.setSystemTime(Date.now() + 86_400_000);
		expect(await unlock(who.account.id, PASSPHRASE)).toBeUndefined();
		vi.useRealTimers();
		await withTables(who.account.id, (tables) => waited(tables, 29_000));
		expect(await unlock(who.account.id, PASSPHRASE)).toBeUndefined();
		await withTables(who.account.id, (tables) => waited(tables, 1000));
		expect(await unlock(who.account.id, PASSPHRASE)).toBeDefined();
		expect(await tries()).toEqual({ count: 0, left: 0 });
	});

	it('wait 30 seconds, then 1, 5 and 15 minutes, never longer', () => {
		expect([4, 5, 6, 7, 8, 90].map(pauseAfter)).toEqual([0, 30_000, 60_000, 300_000, 900_000, 900_000]);
	});

	it('two at once count as two', { timeout: 30_000 }, async () => {
		await lock(open[0]!);
		for (let n = 0; n < FREE - 1; n++) await unlock(who.account.id, 'wrong');
		await Promise.all([unlock(who.account.id, 'wrong'), unlock(who.account.id, 'wrong too')]);
		expect((await tries()).left).toBe(30_000);
	});
});

it('stores of several people on one device are apart', async () => {
	await note('of Ana');
	const ben = { ...who, account: { ...who.account, id: newId(), name: 'Ben' }, storeKey: bytes(), device: newId() };
	use(await Store.enter(ben));
	const found = (await standings()).filter(({ account }) => [who.account.id, ben.account.id].includes(account));
	expect(found.map(({ name, waiting }) => `${name} ${waiting}`).sort()).toEqual(['Ana 1', 'Ben 0']);
});
