import type { Store } from '../db/store';

const NOTE = 'in step';
const OFTEN_ENOUGH = 600_000;

/** When this device was last in step with the server, by its own clock; known after a restart too. */
export class Contact {
	last = $state<string>();
	#store: Store;
	#kept: string | undefined;

	constructor(store: Store) {
		this.#store = store;
		void store.note<string>(NOTE).then((when) => (this.last ??= this.#kept = when)).catch(() => undefined);
	}

	/** In step again. Written down every ten minutes at most: nobody asks for the minute of last week. */
	made(now: string): void {
		this.last = now;
		if (Math.abs(Date.parse(now) - Date.parse(this.#kept ?? '')) < OFTEN_ENOUGH) return;
		this.#kept = now;
		void this.#store.keepNote(NOTE, now).catch(() => (this.#kept = undefined));
	}
}
