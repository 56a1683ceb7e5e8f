/**
 * The unsent of a store that cannot be opened as a whole: every entry that can still be unsealed, one by one,
 * so that one broken body does not take the others along. It only reads. What it finds goes into a rescue file.
 */
import type { Answered, Entry } from '../sync/core';
import type { Rescue } from './rescue';
import { unseal } from './seal';
import { type Body, Tables } from './tables';

export type Salvaged = Pick<Rescue, 'account' | 'mutations' | 'drafts'> & {
	/** Entries that cannot be unsealed any more. */
	lost: number;
};

/** Undefined if the store is not there, is locked, or lets nothing be read at all. */
export async function salvage(account: string): Promise<Salvaged | undefined> {
	const tables = new Tables(account);
	try {
		const key = await tables.value<CryptoKey>('key');
		if (!key) return undefined;
		const read = <T>(place: string, body: Body): Promise<T | undefined> => unseal<T>(key, place, body).catch(() => undefined);
		const answered = await tables.answered.where('seq').above(-1).filter(({ status }) => status !== 'applied').toArray();
		const outbox = await tables.outbox.toArray();
		const all = [
			...(await Promise.all(answered.map(({ seq, body }) => read<Answered>(`answered/${seq}`, body)))),
			...(await Promise.all(outbox.map(({ seq, body }) => read<Entry>(`outbox/${seq}`, body)))),
		];
		const found = all.flatMap((one) => (one && !('dismissed' in one && one.dismissed) ? one : []));
		const mutations = found.sort((a, b) => a.seq - b.seq).map(({ mutation }) => mutation);
		return { account, mutations, drafts: await drafts(tables, key), lost: all.filter((one) => one === undefined).length };
	} catch {
		return undefined;
	} finally {
		tables.db.close();
	}
}

async function drafts(tables: Tables, key: CryptoKey): Promise<Record<string, string>> {
	const sealed = await tables.kept.where('name').startsWith('draft/').toArray();
	const texts = await Promise.all(sealed.map(({ name, value }) => unseal<string>(key, name, value as Body).catch(() => '')));
	return Object.fromEntries(sealed.map(({ name }, at) => [name.slice('draft/'.length), texts[at] ?? '']).filter(([, text]) => text));
}
