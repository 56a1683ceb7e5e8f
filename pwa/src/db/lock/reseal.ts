/** A whole store under another key, in one durable transaction: it is sealed by the old one or the new one, never by both. */
import { seal, unseal } from '../seal';
import type { Opened } from '../shelf';
import type { Body, Kept, SealedAnswer, SealedEntry, SealedScope, Tables } from '../tables';

interface All { scopes: SealedScope[]; outbox: SealedEntry[]; answered: SealedAnswer[]; notes: Kept[]; mark: unknown; turn: number }

/** `beside`: what is put down (or taken away) in the same transaction. Begins again if another tab writes meanwhile. */
export async function reseal(tables: Tables, from: Opened, to: CryptoKey, beside: Record<string, unknown>): Promise<void> {
	for (;;) {
		const old = await tables.db.transaction('r', tables.db.tables, () => all(tables));
		if (old.mark !== from.mark) throw new Error('somebody else has sealed this store anew');
		const turned = <T extends { body: Body }>(rows: T[], place: (row: T) => string) =>
			Promise.all(rows.map(async (row) => ({ ...row, body: await again(from.key, to, place(row), row.body) })));
		const scopes = await turned(old.scopes, ({ scope }) => scope);
		const outbox = await turned(old.outbox, ({ seq }) => `outbox/${seq}`);
		const answered = await turned(old.answered, ({ seq }) => `answered/${seq}`);
		const notes = await Promise.all(old.notes.map(async ({ name, value }) => ({ name, value: await again(from.key, to, name, value as Body) })));
		const done = await tables.db.transaction('rw', tables.db.tables, async () => {
			if (!isSame(old, await all(tables))) return false;
			await tables.scopes.bulkPut(scopes);
			await tables.outbox.bulkPut(outbox);
			await tables.answered.bulkPut(answered);
			await tables.kept.bulkPut(notes);
			await tables.keep({ ...beside, turn: old.turn + 1 });
			return true;
		});
		if (done) return;
	}
}

async function all(tables: Tables): Promise<All> {
	const kept = await tables.kept.toArray();
	return {
		scopes: await tables.scopes.toArray(),
		outbox: await tables.outbox.toArray(),
		answered: await tables.answered.toArray(),
		notes: kept.filter(({ value }) => value instanceof Uint8Array),
		mark: kept.find(({ name }) => name === 'mark')?.value,
		turn: Number(kept.find(({ name }) => name === 'turn')?.value ?? 0),
	};
}

/** Every write of rows raises the turn; a note is known by its nonce, which no two sealings share. */
function isSame(old: All, now: All): boolean {
	const nonces = ({ notes }: All) => notes.map(({ name, value }) => `${name} ${(value as Body).subarray(0, 12).join()}`).join();
	return old.mark === now.mark && old.turn === now.turn && nonces(old) === nonces(now);
}

async function again(from: CryptoKey, to: CryptoKey, place: string, body: Body): Promise<Body> {
	return seal(to, place, await unseal(from, place, body));
}
