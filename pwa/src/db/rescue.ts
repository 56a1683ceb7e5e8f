/**
 * The rescue file: unsent work as one file under a passphrase, made and read without a network. The file is
 * text, so that it survives mail and share sheets: a header that anybody may read (what it is, how the key
 * is derived) and one sealed body that says everything else, whose it is included. A checksum over the
 * sealed body tells a damaged file from a wrong passphrase.
 */
import type { Mutation } from '../sync/wire';
import { seal, unseal } from './seal';

/** What is in it. `drafts`: words that are not said yet, by the name under which they are kept. */
export interface Rescue {
	account: string;
	/** The device that packed it, as its person calls it, and when by its clock. */
	device: string;
	packedAt: string;
	mutations: Mutation[];
	drafts: Record<string, string>;
}

/** Why a file cannot be used. `newer`: made by a newer app. */
export type Unusable = 'not_ours' | 'damaged' | 'newer' | 'wrong_passphrase';

interface Envelope {
	'brightwalk-rescue': number;
	rounds: number;
	salt: string;
	sealed: string;
	check: string;
}

const VERSION = 1;
/** PBKDF2-HMAC-SHA256: OWASP's password storage cheat sheet asks for at least 600,000. */
const ROUNDS = 600_000;
/** More than this no honest file asks for; it would only keep the device busy. */
const MOST_ROUNDS = 10_000_000;
export const LEAST_LETTERS = 8;

/** `about`: a sentence for whoever finds the file. It is all that stands in it in clear. */
export async function sealRescue(rescue: Rescue, passphrase: string, about: string): Promise<string> {
	const salt = base64(crypto.getRandomValues(new Uint8Array(16)));
	const head = { 'brightwalk-rescue': VERSION, rounds: ROUNDS, salt };
	const sealed = base64(await seal(await keyOf(passphrase, head), placeOf(head), rescue));
	return JSON.stringify({ ...head, about, sealed, check: await checkOf(placeOf(head), sealed) }, null, 1);
}

export async function openRescue(text: string, passphrase: string): Promise<Rescue | Unusable> {
	const envelope = await lookAtRescue(text);
	if (typeof envelope === 'string') return envelope;
	const place = placeOf(envelope);
	try {
		const rescue = await unseal<unknown>(await keyOf(passphrase, envelope), place, bytes(envelope.sealed));
		return isRescue(rescue) ? rescue : 'damaged';
	} catch {
		return 'wrong_passphrase'; // the checksum was right, so it is the key
	}
}

/** What can be said before anybody types a passphrase. */
export async function lookAtRescue(text: string): Promise<Envelope | Unusable> {
	const version = /^\s*\{\s*"brightwalk-rescue"\s*:\s*(\d+)/.exec(text.replace(/^\uFEFF/, ''))?.[1];
	if (version === undefined) return 'not_ours';
	if (Number(version) > VERSION) return 'newer';
	try {
		const { rounds, salt, sealed, check } = JSON.parse(text.replace(/^\uFEFF/, '')) as Partial<Envelope>;
		const envelope = { 'brightwalk-rescue': Number(version), rounds: Number(rounds), salt: String(salt), sealed: String(sealed), check: String(check) };
		const whole = envelope.check === (await checkOf(placeOf(envelope), envelope.sealed));
		return whole && envelope.rounds >= ROUNDS && envelope.rounds <= MOST_ROUNDS ? envelope : 'damaged';
	} catch {
		return 'damaged'; // cut off, or changed on its way
	}
}

/** The header is bound to the sealed body: neither can be changed without the other. */
const placeOf = (head: Pick<Envelope, 'brightwalk-rescue' | 'rounds' | 'salt'>): string => `rescue/${head['brightwalk-rescue']}/${head.rounds}/${head.salt}`;

async function keyOf(passphrase: string, { rounds, salt }: Pick<Envelope, 'rounds' | 'salt'>): Promise<CryptoKey> {
	const words = new TextEncoder().encode(plainly(passphrase));
	const raw = await crypto.subtle.importKey('raw', words, 'PBKDF2', false, ['deriveKey']);
	const how = { name: 'PBKDF2', hash: 'SHA-256', iterations: rounds, salt: bytes(salt) };
	return crypto.subtle.deriveKey(how, raw, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** The same words on another keyboard: composed alike, with single spaces. */
export function plainly(passphrase: string): string {
	return passphrase.normalize('NFKC').trim().replace(/\s+/g, ' ');
}

async function checkOf(place: string, sealed: string): Promise<string> {
	const sum = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${place}/${sealed}`));
	return base64(new Uint8Array(sum));
}

function isRescue(value: unknown): value is Rescue {
	const { account, device, packedAt, mutations, drafts } = (value ?? {}) as Partial<Record<keyof Rescue, unknown>>;
	if (typeof account !== 'string' || typeof device !== 'string' || typeof packedAt !== 'string' || !Array.isArray(mutations)) return false;
	if (typeof drafts !== 'object' || drafts === null || !Object.values(drafts).every((text) => typeof text === 'string')) return false;
	return mutations.every((one: Partial<Mutation> | null) => typeof one?.id === 'string' && typeof one.school === 'string' && typeof one.at === 'string' && Array.isArray(one.ops));
}

function base64(body: Uint8Array): string {
	let letters = '';
	for (let at = 0; at < body.length; at += 0x8000) letters += String.fromCharCode(...body.subarray(at, at + 0x8000));
	return btoa(letters);
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
