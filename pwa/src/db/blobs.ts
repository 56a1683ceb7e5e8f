/**
 * The bytes of pictures on this device. Each lies sealed under a random key of its own; that key lies in a note that is
 * sealed like every note, so a lock that is set or changed seals the small notes anew and leaves the bytes where they are.
 * What is not on the server yet is never let go; of the rest the newest stay.
 */
import { disk } from './disk.svelte';
import type { Store } from './store';

interface Kept {
	size: number;
	/** When it was last looked at, by this device's clock. */
	at: number;
	key: string;
}

const PLACE = 'picture/';
const NONCE = 12;
/** RULINGS 29. */
export const MOST_BYTES = 200 * 1024 * 1024;

/** Let go of everything that can be had again: words need the room. */
export async function giveUp(store: Store): Promise<void> {
	const unsent = await store.tables.unsent();
	const all = await store.tables.blobs.toCollection().primaryKeys();
	await letGo(store, all.filter((id) => !unsent.has(id)));
}

/** Keep these bytes; durable when it resolves, rejects if the disk would not take them. */
export async function keepBytes(store: Store, id: string, scope: string, bytes: Uint8Array<ArrayBuffer>, sent: boolean): Promise<void> {
	const raw = crypto.getRandomValues(new Uint8Array(32));
	const iv = crypto.getRandomValues(new Uint8Array(NONCE));
	const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: placeOf(id) }, await keyOf(raw), bytes);
	const body = new Uint8Array(NONCE + sealed.byteLength);
	body.set(iv);
	body.set(new Uint8Array(sealed), NONCE);
	await store.tables.blobs.put({ id, body, ...(!sent && { unsent: scope }) });
	await note(store, id, { size: bytes.length, at: Date.now(), key: btoa(String.fromCharCode(...raw)) });
	if (!sent) disk.bytes = new Map([...disk.bytes, [id, scope]]);
}

/** What lies here of a picture; undefined if nothing does, or it cannot be opened. */
export async function bytesOf(store: Store, id: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
	const kept = await keptOf(store, id);
	const { body } = (kept && (await store.tables.blobs.get(id))) ?? {};
	if (!kept || !body) return undefined;
	const raw = Uint8Array.from(atob(kept.key), (letter) => letter.charCodeAt(0));
	const how = { name: 'AES-GCM', iv: body.subarray(0, NONCE), additionalData: placeOf(id) };
	return crypto.subtle.decrypt(how, await keyOf(raw), body.subarray(NONCE)).then((plain) => new Uint8Array(plain), () => undefined);
}

/** The server has every byte. */
export async function markSent(store: Store, id: string): Promise<void> {
	await store.tables.blobs.where('id').equals(id).modify((kept) => void delete kept.unsent);
	disk.bytes = new Map([...disk.bytes].filter(([other]) => other !== id));
}

export async function letGo(store: Store, ids: string[]): Promise<void> {
	await store.tables.blobs.bulkDelete(ids);
	for (const id of ids) await note(store, id, null);
	disk.bytes = new Map([...disk.bytes].filter(([id]) => !ids.includes(id)));
}

/** Everything that is kept, the oldest first. */
async function allKept(store: Store): Promise<(Kept & { id: string })[]> {
	const names = await store.noteNames(PLACE);
	const all = await Promise.all(names.map((name) => keptOf(store, name.slice(PLACE.length)).then((kept) => kept && { ...kept, id: name.slice(PLACE.length) })));
	return all.filter((one) => one !== undefined).sort((a, b) => a.at - b.at);
}

/** Let go of what nothing names any more, and of the oldest beyond `most`. Answers what is unsent: id to scope. */
export async function tidy(store: Store, isNamed: (id: string) => boolean, most = MOST_BYTES): Promise<Map<string, string>> {
	const kept = await allKept(store);
	const gone = kept.filter(({ id }) => !isNamed(id));
	const named = kept.filter(({ id }) => isNamed(id));
	const unsent = await store.tables.unsent();
	let over = named.reduce((sum, { size }) => sum + size, 0) - most;
	for (const one of named) {
		if (over <= 0) break;
		if (unsent.has(one.id)) continue;
		gone.push(one);
		over -= one.size;
	}
	const known = new Set(kept.map(({ id }) => id));
	const nameless = (await store.tables.blobs.toCollection().primaryKeys()).filter((id) => !known.has(id)); // a death between two writes
	if (gone.length + nameless.length > 0) await letGo(store, [...gone.map(({ id }) => id), ...nameless]);
	return store.tables.unsent();
}

async function keptOf(store: Store, id: string): Promise<Kept | undefined> {
	return (await store.note<Kept | null>(PLACE + id)) ?? undefined;
}

const note = (store: Store, id: string, kept: Kept | null): Promise<void> => store.keepNote(PLACE + id, kept);

const placeOf = (id: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(PLACE + id);

const keyOf = (raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
