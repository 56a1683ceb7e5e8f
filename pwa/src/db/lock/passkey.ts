/**
 * A platform passkey with the PRF extension: the device's own lock (finger, face, PIN) yields 32 bytes that
 * are always the same for this passkey and this salt, without a network. They wrap the store's key.
 */
import type { Opened } from '../shelf';
import type { Body } from '../tables';
import { unlockByPasskey } from './keyring';
import { type PasskeyWay, byPasskey, random } from './ways';

/** Whether this browser may have it. Whether this device really can shows only when it is made. */
export async function passkeysMayWork(): Promise<boolean> {
	if (typeof PublicKeyCredential === 'undefined' || /^[\d.]+$|:/.test(location.hostname)) return false; // a passkey belongs to a name
	return PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false);
}

/** Make a passkey; answers how it wraps a key, or undefined if the person or the device would not. */
export async function makePasskey(account: string, name: string): Promise<((key: CryptoKey) => Promise<PasskeyWay>) | undefined> {
	const salt = random(32);
	try {
		const made = await navigator.credentials.create({
			publicKey: {
				rp: { name: 'Brightwalk' },
				user: { id: new TextEncoder().encode(account), name, displayName: name },
				challenge: random(32),
				pubKeyCredParams: [-7, -257].map((alg) => ({ type: 'public-key', alg })),
				authenticatorSelection: { authenticatorAttachment: 'platform', userVerification: 'required', residentKey: 'preferred' },
				extensions: { prf: { eval: { first: salt } } },
			},
		});
		const credential = new Uint8Array((made as PublicKeyCredential).rawId);
		const secret = secretOf(made) ?? (await ask(credential, salt)); // some only answer when they are asked again
		return secret && ((key) => byPasskey(key, credential, salt, secret));
	} catch {
		return undefined;
	}
}

/** The key of a store that this passkey locks; undefined if the person or the device would not. */
export async function unlockWithPasskey(account: string, way: PasskeyWay): Promise<Opened | undefined> {
	const secret = await ask(way.credential, way.salt).catch(() => undefined);
	return secret && unlockByPasskey(account, way.credential, secret);
}

async function ask(credential: Body, salt: Body): Promise<Body | undefined> {
	return secretOf(
		await navigator.credentials.get({
			publicKey: {
				challenge: random(32), // nobody checks a signature: what counts is the secret
				allowCredentials: [{ type: 'public-key', id: credential }],
				userVerification: 'required',
				extensions: { prf: { eval: { first: salt } } },
			},
		}),
	);
}

function secretOf(credential: Credential | null): Body | undefined {
	const first = (credential as PublicKeyCredential | null)?.getClientExtensionResults().prf?.results?.first;
	return first && new Uint8Array(first as ArrayBuffer);
}
