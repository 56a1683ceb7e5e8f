/**
 * Which keys lie beside a store, and how it stands: open (its key lies beside it), locked (its key is
 * wrapped by a passphrase or a passkey) or shut (only a full sign-in opens it). Setting, changing and
 * removing a lock is one step: everything is sealed anew under a fresh key, so that what a disk may still
 * hold of the old one opens nothing that is written from now on.
 */
import type { SignedIn } from '../../api/door';
import { storeKey } from '../seal';
import { NoKey, type Opened } from '../shelf';
import { PREFIX, Tables } from '../tables';
import { reseal } from './reseal';
import { begin, triesOf } from './tries';
import { type Escrow, type Way, escrowUnder, freshKey, fromSpare, openWithPasskey, openWithPassphrase, spareOf, usable } from './ways';
import type { Body } from '../tables';

/** Why a store is shut: its school closed the device (and wants it kept, or emptied), or its owner signed out. */
export type Closing = 'seal' | 'erase' | 'left';

/** What anybody who holds the device may know of a store: whose it is, and how many changes wait in it. */
export interface Standing {
	account: string;
	name: string;
	device: string;
	waiting: number;
	door: 'open' | 'locked' | 'shut';
	ways: Way[];
	shut?: Closing;
	tries: { count: number; left: number };
}

/** After a full sign-in. Makes the store if there is none; answers its key if that does not lie beside it. */
export async function admit({ account, device, storeKey: bytes }: SignedIn): Promise<Opened | undefined> {
	return withTables(account.id, async (tables) => {
		const server = await storeKey(bytes);
		await tables.keep({ device, whose: account.name });
		if (await tables.value('key')) return undefined;
		const mark = await tables.value<string>('mark');
		if (!mark) return furnish(tables, server);
		const [spare, escrow] = [await tables.value<{ body: Body }>('spare'), await tables.value<Escrow>('escrow')];
		const key = spare && escrow && (await fromSpare(spare.body, escrow, server));
		if (!key) throw new NoKey();
		await tables.keep((await tables.value('shut')) ? { key, shut: undefined, tries: undefined } : { tries: undefined });
		return { key, mark };
	});
}

/** All stores on this device. */
export async function standings(): Promise<Standing[]> {
	const names = (await indexedDB.databases?.().catch(() => [])) ?? [];
	const accounts = names.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : []));
	const found = await Promise.all(accounts.map((account) => standingOf(account).catch(() => undefined)));
	return found.filter((one) => one !== undefined);
}

/** How one store stands; undefined if there is none. */
export async function standingOf(account: string): Promise<Standing | undefined> {
	return withTables(account, async (tables) => {
		const device = await tables.value<string>('device');
		if (!device) return undefined;
		const shut = await tables.value<Closing>('shut');
		return {
			account,
			device,
			name: (await tables.value<string>('whose')) ?? '',
			waiting: await tables.outbox.count(),
			door: (await tables.value('key')) ? 'open' : (await tables.value('ways')) ? 'locked' : 'shut',
			ways: (await tables.value<Way[]>('ways')) ?? [],
			...(shut && { shut }),
			tries: await triesOf(tables),
		} satisfies Standing;
	});
}

/** The key of a locked store, or undefined: another passphrase, or it is too soon to try again. */
export async function unlock(account: string, passphrase: string): Promise<Opened | undefined> {
	return tryOn(account, async (way) => (way.kind === 'passphrase' ? openWithPassphrase(way, passphrase) : undefined));
}

export async function unlockByPasskey(account: string, credential: Body, secret: Body): Promise<Opened | undefined> {
	return tryOn(account, async (way) => (way.kind === 'passkey' && same(way.credential, credential) ? openWithPasskey(way, secret) : undefined));
}

/**
 * Seal a store anew. `ways` wrap the fresh key; none leave it beside the store, unless it is `shut`.
 * `opened` is the key that stands; `announce` tells other tabs of the new one before it stands.
 */
export async function relock(
	account: string,
	opened: Opened,
	wraps: ((key: CryptoKey) => Promise<Way>)[],
	announce: (opened: Opened) => void,
	shut?: Closing,
): Promise<Opened> {
	return withTables(account, async (tables) => {
		const fresh = await freshKey();
		const next = { key: await usable(fresh), mark: crypto.randomUUID() };
		// Stores of the first issues have the server's key itself beside them: the box can be made under it.
		const escrow = (await tables.value<Escrow>('escrow')) ?? (await escrowUnder(opened.key));
		const ways = await Promise.all(wraps.map((wrap) => wrap(fresh)));
		const locked = ways.length > 0;
		const beside = {
			mark: next.mark,
			escrow,
			spare: { body: await spareOf(fresh, escrow) },
			ways: locked ? ways : undefined,
			key: locked || shut ? undefined : next.key,
			tries: undefined,
			shut,
		};
		announce(next);
		await reseal(tables, opened, next.key, beside);
		return next;
	});
}

/** Without its key at hand: nothing but a full sign-in opens it from now on. Words stay as they are. */
export async function shut(account: string, closing: Closing): Promise<void> {
	await withTables(account, (tables) => tables.keep({ key: undefined, ways: undefined, tries: undefined, shut: closing }));
}

export async function withTables<T>(account: string, work: (tables: Tables) => Promise<T>): Promise<T> {
	const tables = new Tables(account);
	try {
		return await work(tables);
	} finally {
		tables.db.close();
	}
}

async function furnish(tables: Tables, server: CryptoKey): Promise<undefined> {
	const fresh = await freshKey();
	const escrow = await escrowUnder(server);
	const beside = { key: await usable(fresh), mark: crypto.randomUUID(), escrow, spare: { body: await spareOf(fresh, escrow) } };
	await tables.db.transaction('rw', tables.kept, async () => {
		if (!(await tables.value('mark'))) await tables.keep(beside); // two tabs may sign in at once
	});
}

async function tryOn(account: string, open: (way: Way) => Promise<CryptoKey | undefined>): Promise<Opened | undefined> {
	return withTables(account, async (tables) => {
		if (!(await begin(tables))) return undefined;
		const mark = await tables.value<string>('mark');
		for (const way of (await tables.value<Way[]>('ways')) ?? []) {
			const key = await open(way);
			if (!key) continue;
			await tables.keep({ tries: undefined });
			return { key, mark };
		}
		return undefined;
	});
}

const same = (a: Body, b: Body): boolean => a.length === b.length && a.every((byte, at) => byte === b[at]);
