/** Words that are not said yet: kept sealed on this device only, until their author sends them or takes them back. */
import type { Store } from './store';

let store: Store | undefined;

/** The store that drafts lie in. */
export function draftIn(current: Store | undefined): void {
	store = current;
}

export async function keepDraft(name: string, text: string): Promise<void> {
	await store?.keepNote(`draft/${name}`, text);
}

export async function draftOf(name: string): Promise<string> {
	return (await store?.note<string>(`draft/${name}`)) ?? '';
}
