// Who is in: from the device's own store first, so that a cold start without a network opens the app.
import { type FrontDoor, door } from '../api/door';
import { chooseLanguage, locale } from '../i18n';
import { whenEntered } from '../people/entered';
import { here } from '../sync/here.svelte';
import { go, parse, path } from './router';

const DEMO = 'brightwalk.demo';
/** Addresses that are open to somebody who is not signed in. */
const OUTSIDE = ['sign_in', 'join', 'first_run', 'ui'];
let demo = $state(false);
let wanted: string | undefined;

export const session = {
	/** A made-up school: said on every screen (RULINGS 4), also offline. */
	get demo(): boolean {
		return demo;
	},
};

export function isOutside(routeName: string): boolean {
	return OUTSIDE.includes(routeName);
}

export async function startSession(): Promise<void> {
	demo = localStorage.getItem(DEMO) === 'yes';
	void door.look().then((looked) => looked.ok && rememberDemo(looked.value));
	whenEntered(async (signedIn) => {
		await here.enter(signedIn);
		if (here.store?.begunAnew && signedIn.before) void (await import('./cleared')).noteCleared(here.store, signedIn.before);
		if (!locale.chosen) chooseLanguage(signedIn.account.language);
		go(wanted ?? path.home(), { replace: true });
		wanted = undefined;
	});
	await here.wake();
}

/** Whoever came by a deep link is brought there after signing in. */
export function showTheWayIn(): void {
	const { name } = parse(location.pathname);
	if (isOutside(name)) return;
	if (name !== 'home' && name !== 'not_found') wanted = location.pathname;
	go(path.signIn(), { replace: true });
}

/** Sign in, and come back to this address. */
export function signInFrom(address: string): void {
	wanted = address;
	go(path.signIn());
}

function rememberDemo(front: FrontDoor): void {
	demo = front.demo;
	localStorage.setItem(DEMO, demo ? 'yes' : 'no');
}
