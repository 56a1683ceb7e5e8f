/**
 * What lies on the device is always sealed (RULINGS 28): AES-GCM under a random key of this account and
 * device, which WebCrypto holds and never gives out. A fresh 96-bit nonce goes before each text.
 */
const NONCE = 12;

/** The key of a store, from the 32 bytes that a full sign-in hands out (base64url). */
export async function storeKey(bytes: string): Promise<CryptoKey> {
	const raw = Uint8Array.from(atob(bytes.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
	return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** `place` is bound to the text: a sealed text cannot be moved to where it does not belong. */
export async function seal(key: CryptoKey, place: string, value: unknown): Promise<Uint8Array<ArrayBuffer>> {
	const iv = crypto.getRandomValues(new Uint8Array(NONCE));
	const additionalData = new TextEncoder().encode(place);
	const plain = new TextEncoder().encode(JSON.stringify(value));
	const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain);
	const body = new Uint8Array(NONCE + sealed.byteLength);
	body.set(iv);
	body.set(new Uint8Array(sealed), NONCE);
	return body;
}

export async function unseal<T>(key: CryptoKey, place: string, body: Uint8Array<ArrayBuffer>): Promise<T> {
	const additionalData = new TextEncoder().encode(place);
	const iv = body.subarray(0, NONCE);
	const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, body.subarray(NONCE));
	return JSON.parse(new TextDecoder().decode(plain)) as T;
}
