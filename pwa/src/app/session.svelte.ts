// Who is in: from the device's own store first, so that a cold start without a network opens the app.
import { type FrontDoor, type SignedIn, door } from '../api/door';
import { whenEntered } from '../people/entrance';
import { chooseLanguage, locale } from '../i18n';
import { go, parse, path } from './router';

/** What the session needs of the local store (db). */
export type Store = {
	/** Opens, or makes, the store of whoever has just signed in. */
	enter(signedIn: SignedIn): Promise<void>;
	/** Opens the store that was open last on this device; false when there is none. */
	reopen(): Promise<boolean>;
};

type Session = { at: 'opening' } | { at: 'out' } | { at: 'in' };
const DEMO = 'brightwalk.demo';
let state = $state<Session>({ at: 'opening' });
let demo = $state(false);

export const session = {
	get at(): Session['at'] {
		return state.at;
	},
	/** A made-up school: said on every screen (RULINGS 4), also offline. */
	get demo(): boolean {
		return demo;
	},
};

/** Addresses that are open to somebody who is not signed in. */
const OUTSIDE = ['sign_in', 'join', 'first_run', 'ui'];
let wanted: string | undefined;

export async function startSession(store: Store): Promise<void> {
	demo = localStorage.getItem(DEMO) === 'yes';
	whenEntered(async (signedIn) => {
		await store.enter(signedIn);
		if (!locale.chosen) chooseLanguage(signedIn.account.language);
		state = { at: 'in' };
		go(wanted ?? path.home(), { replace: true });
		wanted = undefined;
	});
	void door.look().then((looked) => looked.ok && rememberDemo(looked.value));
	if (await store.reopen()) state = { at: 'in' };
	else leave();
}

/** Shows the way in; whoever came by a deep link is brought there afterwards. */
export function leave(): void {
	state = { at: 'out' };
	const { name } = parse(location.pathname);
	if (OUTSIDE.includes(name)) return;
	if (name !== 'home' && name !== 'not_found') wanted = location.pathname;
	go(path.signIn(), { replace: true });
}

function rememberDemo(front: FrontDoor): void {
	demo = front.demo;
	localStorage.setItem(DEMO, demo ? 'yes' : 'no');
}
