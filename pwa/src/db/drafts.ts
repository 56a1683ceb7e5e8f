/** Words that are not said yet: kept sealed on this device only, until their author sends them or takes them back. */
import type { Store } from './store';

const PLACE = 'draft/';
const STATE = 'state/';
let store: Store | undefined;

/** The store that drafts lie in. */
export function draftIn(current: Store | undefined): void {
	store = current;
}

export async function keepDraft(name: string, text: string): Promise<void> {
	await store?.keepNote(PLACE + name, text);
}

export async function draftOf(name: string): Promise<string> {
	return (await store?.note<string>(PLACE + name)) ?? '';
}

/** What a screen was doing, for this device alone: it comes back after a death, and travels nowhere. Nothing takes it away. */
export async function keepState(name: string, state: unknown): Promise<void> {
	await store?.keepNote(STATE + name, state);
}

/** The names of the states that begin like this. */
export async function statesOf(start: string): Promise<string[]> {
	const names = (await store?.noteNames(STATE + start)) ?? [];
	return names.map((name) => name.slice(STATE.length));
}

export async function stateOf<T>(name: string): Promise<T | undefined> {
	return store?.note<T>(STATE + name);
}

/** All that a store holds, by name. */
export async function draftsOf(store: Store): Promise<Record<string, string>> {
	const names = await store.noteNames(PLACE);
	const texts = await Promise.all(names.map((name) => store.note<string>(name)));
	return Object.fromEntries(names.map((name, at) => [name.slice(PLACE.length), texts[at] ?? '']).filter(([, text]) => text !== ''));
}

/** Bring a draft from elsewhere beside what stands here. False: both stand in a form, so only one can; ours stays. */
export async function bringDraft(store: Store, name: string, theirs: string): Promise<boolean> {
	const ours = (await store.note<string>(PLACE + name)) ?? '';
	if (ours.includes(theirs)) return true;
	if (ours !== '' && (isForm(ours) || isForm(theirs))) return false;
	await store.keepNote(PLACE + name, ours === '' || theirs.includes(ours) ? theirs : `${ours}\n\n${theirs}`);
	return true;
}

/** Some screens keep several fields in one draft. */
const isForm = (text: string): boolean => text.startsWith('{');
