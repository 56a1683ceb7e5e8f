/**
 * What opens a locked store. Its key is wrapped by a key from a passphrase (PBKDF2) or from a passkey (PRF);
 * WebCrypto unwraps it into a key that nobody can read out, so no script ever holds its bytes.
 *
 * A *spare* of the store's key lies beside it in a box that anybody can put into and only the key that the
 * server hands out at a full sign-in opens (RULINGS 28: a forgotten passphrase never destroys words). So a
 * lock can be set without a network, and the server's key never lies on the disk.
 */
import type { Body } from '../tables';

/** OWASP's figure for PBKDF2 with SHA-256. */
export const ROUNDS = 600_000;

export interface PassphraseWay { kind: 'passphrase'; salt: Body; rounds: number; body: Body }
export interface PasskeyWay { kind: 'passkey'; credential: Body; salt: Body; body: Body }
export type Way = PassphraseWay | PasskeyWay;

/** The box for spares: `lid` puts in, `inside` (sealed under the server's key) takes out. */
export interface Escrow { lid: CryptoKey; inside: Body }

const NONCE = 12;
const BOX = { name: 'RSA-OAEP', hash: 'SHA-256' };
const USES: KeyUsage[] = ['encrypt', 'decrypt'];
const words = new TextEncoder();

/** A new key for a store: still extractable, so that it can be wrapped; `usable` is what a tab works with. */
export function freshKey(): Promise<CryptoKey> {
	return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, USES);
}

export async function usable(key: CryptoKey): Promise<CryptoKey> {
	return crypto.subtle.importKey('raw', await crypto.subtle.exportKey('raw', key), 'AES-GCM', false, USES);
}

export async function byPassphrase(key: CryptoKey, passphrase: string): Promise<PassphraseWay> {
	const salt = random(16);
	return { kind: 'passphrase', salt, rounds: ROUNDS, body: await wrap(key, await fromPassphrase(passphrase, salt, ROUNDS)) };
}

/** `secret`: the passkey's 32 bytes for this salt. */
export async function byPasskey(key: CryptoKey, credential: Body, salt: Body, secret: Body): Promise<PasskeyWay> {
	return { kind: 'passkey', credential, salt, body: await wrap(key, await fromSecret(secret)) };
}

/** The store's key; undefined if the passphrase is another one. */
export async function openWithPassphrase(way: PassphraseWay, passphrase: string): Promise<CryptoKey | undefined> {
	return unwrap(way.body, await fromPassphrase(passphrase, way.salt, way.rounds));
}

export async function openWithPasskey(way: PasskeyWay, secret: Body): Promise<CryptoKey | undefined> {
	return unwrap(way.body, await fromSecret(secret));
}

/** A box that only this key of the server opens. */
export async function escrowUnder(server: CryptoKey): Promise<Escrow> {
	const size = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
	const pair = await crypto.subtle.generateKey({ ...BOX, ...size }, true, ['wrapKey', 'unwrapKey']);
	const iv = random(NONCE);
	const inside = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, server, await crypto.subtle.exportKey('pkcs8', pair.privateKey));
	return { lid: pair.publicKey, inside: join(iv, inside) };
}

export async function spareOf(key: CryptoKey, { lid }: Escrow): Promise<Body> {
	return new Uint8Array(await crypto.subtle.wrapKey('raw', key, lid, BOX));
}

/** The store's key out of its box; undefined if the server's key is not the one that the box was made under. */
export async function fromSpare(spare: Body, { inside }: Escrow, server: CryptoKey): Promise<CryptoKey | undefined> {
	try {
		const iv = inside.subarray(0, NONCE);
		const raw = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, server, inside.subarray(NONCE));
		const hand = await crypto.subtle.importKey('pkcs8', raw, BOX, false, ['unwrapKey']);
		return await crypto.subtle.unwrapKey('raw', spare, hand, BOX, 'AES-GCM', false, USES);
	} catch {
		return undefined;
	}
}

export function random(length: number): Body {
	return crypto.getRandomValues(new Uint8Array(length));
}

async function fromPassphrase(passphrase: string, salt: Body, iterations: number): Promise<CryptoKey> {
	const base = await crypto.subtle.importKey('raw', words.encode(passphrase.normalize('NFKC')), 'PBKDF2', false, ['deriveKey']);
	return derive({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, base);
}

async function fromSecret(secret: Body): Promise<CryptoKey> {
	const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
	return derive({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: words.encode('brightwalk lock') }, base);
}

function derive(how: Pbkdf2Params | HkdfParams, base: CryptoKey): Promise<CryptoKey> {
	return crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
}

async function wrap(key: CryptoKey, by: CryptoKey): Promise<Body> {
	const iv = random(NONCE);
	return join(iv, await crypto.subtle.wrapKey('raw', key, by, { name: 'AES-GCM', iv }));
}

async function unwrap(body: Body, by: CryptoKey): Promise<CryptoKey | undefined> {
	const iv = body.subarray(0, NONCE);
	try {
		return await crypto.subtle.unwrapKey('raw', body.subarray(NONCE), by, { name: 'AES-GCM', iv }, 'AES-GCM', false, USES);
	} catch {
		return undefined;
	}
}

function join(iv: Body, sealed: ArrayBuffer): Body {
	const body = new Uint8Array(NONCE + sealed.byteLength);
	body.set(iv);
	body.set(new Uint8Array(sealed), NONCE);
	return body;
}
