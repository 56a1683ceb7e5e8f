/** Whether the browser has promised not to clear this device's store when space runs short. */
export type Keeping = 'kept' | 'may_be_cleared' | 'unknown';

/**
 * Asks the browser to keep the store, at the first note: by then the person knows why (some browsers show a question).
 * Installed apps are usually granted it. The answer is shown on the "You" page, never hidden.
 */
export async function askToKeep(): Promise<Keeping> {
	return answer(() => navigator.storage.persist());
}

/** What holds now, without asking. */
export async function keeping(): Promise<Keeping> {
	return answer(() => navigator.storage.persisted());
}

async function answer(ask: () => Promise<boolean>): Promise<Keeping> {
	try {
		return (await ask()) ? 'kept' : 'may_be_cleared';
	} catch {
		return 'unknown'; // no secure context, or an old browser
	}
}
