/**
 * What stands between a person's words and this device's disk, for the screens to say. Words that the disk
 * did not take are held by the open page, sent straight from there, and written down when it is possible again.
 */
import type { Mutation, MutationId } from '../sync/wire';

/** full: no space left for this app · refused: the browser does not let the store be opened or written. */
export type Refusal = 'full' | 'refused';

class Disk {
	/** Why the disk takes nothing at present; undefined while everything that is shown as kept is kept. */
	refusal = $state<Refusal>();
	/** Changes that only this open page has: neither the disk nor the server has answered for them. */
	unkept = $state.raw<ReadonlyMap<MutationId, Mutation>>(new Map());
	/** Pictures of which only this device has the bytes: id to scope. */
	bytes = $state.raw<ReadonlyMap<string, string>>(new Map());
	readonly #rows = $derived(new Set([...this.unkept.values()].flatMap(({ ops }) => ops.map(({ id }) => id))));
	/** The browser took the whole store away while the app was open, and it was written anew from memory. */
	cleared = $state(false);
	/** A tab with another version of the app still holds the store, and this one waits for it. */
	blocked = $state(false);
	/** The store was changed by a newer version of the app than this page is: it is left as it is. */
	newer = $state(false);

	/** Whether something of this row is in this open page alone. */
	lacks(row: string): boolean {
		return this.#rows.has(row);
	}
}

export const disk = new Disk();

/** Dexie wraps what the browser said: in `inner`, or one for each record in `failures`. */
export function whyRefused(error: unknown): Refusal {
	const { name, inner, failures } = (error ?? {}) as { name?: string; inner?: unknown; failures?: unknown[] };
	if (name === 'QuotaExceededError') return 'full';
	return [inner, ...(Array.isArray(failures) ? failures : [])].some((one) => one && whyRefused(one) === 'full') ? 'full' : 'refused';
}

/** What else gives way: it adds itself here. */
export const giveWay = new Set<() => Promise<unknown>>();

/** What the app can fetch again gives way to words: pictures, and caches of the browser that are not the app itself. */
export async function makeRoom(): Promise<void> {
	await Promise.all([...giveWay].map((go) => go().catch(() => undefined)));
	if (typeof caches === 'undefined') return;
	const names = await caches.keys().catch(() => []);
	await Promise.all(names.filter((name) => !name.includes('precache')).map((name) => caches.delete(name).catch(() => false)));
}
