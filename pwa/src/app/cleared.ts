// The browser took this device's store away (SYNC 3.7): its person is told at sign-in, and the school on the device's row.
import { type StoreBefore, door } from '../api/door';
import type { Store } from '../db/store';

const NOTE = 'cleared';
/** `told`: the server knows. */
export type Cleared = StoreBefore & { told: boolean };

export async function noteCleared(store: Store, { waiting, lastSeen }: StoreBefore): Promise<void> {
	await store.keepNote(NOTE, { waiting, lastSeen, told: false } satisfies Cleared).catch(() => undefined);
	await tellServer(store);
}

/** What is still to be read by the person; the server is told again if it could not be reached before. */
export async function clearedIn(store: Store | undefined): Promise<Cleared | undefined> {
	return (await store?.note<Cleared | null>(NOTE)) ?? undefined;
}

export async function tellServer(store: Store): Promise<void> {
	const cleared = await clearedIn(store);
	if (!cleared || cleared.told) return;
	const { ok } = await door.storeWasCleared(cleared.waiting);
	if (ok && (await clearedIn(store))) await store.keepNote(NOTE, { ...cleared, told: true });
}

export const haveRead = (store: Store): Promise<void> => store.keepNote(NOTE, null);
