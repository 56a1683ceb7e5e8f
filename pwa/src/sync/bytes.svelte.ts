/**
 * Sends the bytes of pictures after the words, in pieces, and goes on where it was cut off: the server says how much it has.
 * It waits whenever there are words to send, and a photo never stands in the way of the next.
 */
import { PIECE, askBytes, sendBytes } from '../api/bytes';
import { bytesOf, giveUp, markSent, tidy } from '../db/blobs';
import { disk, giveWay } from '../db/disk.svelte';
import type { Store } from '../db/store';
import { view } from '../db/view';
import { here } from './here.svelte';

const AGAIN = 30_000;
/** Words were on their way just now. */
const SOON = 1_500;
/** What a later try does not change: it is tried once more after the next start. */
const FINAL = new Set(['photos_off', 'not_a_picture']);

export class Bytes {
	#account: string;
	#store: Store;
	#stopped = false;
	#going = false;
	#refused = new Set<string>();
	#timer: ReturnType<typeof setTimeout> | undefined;
	#stops: (() => void)[] = [];

	constructor(account: string, store: Store) {
		[this.#account, this.#store] = [account, store];
		const spare = () => giveUp(store);
		giveWay.add(spare);
		this.#stops.push(() => giveWay.delete(spare));
		const watch = $effect.root(() => {
			$effect(() => {
				if (here.loop?.reach === 'in_step') void this.send();
			});
		});
		this.#stops.push(store.watch(({ answer }) => answer?.length && disk.bytes.size > 0 && this.#later(SOON)), watch, () => clearTimeout(this.#timer));
	}

	stop(): void {
		this.#stopped = true;
		for (const stop of this.#stops.splice(0)) stop();
	}

	/** Let go of what nothing names any more. What was removed stays while it may come back, and is not waited for. */
	async look(): Promise<void> {
		const { outbox, answered, base } = this.#store.holding;
		const spoken = new Set([...outbox, ...answered].flatMap(({ mutation }) => mutation.ops.map(({ id }) => id)));
		const unsent = await tidy(this.#store, (id) => spoken.has(id) || base.has(id));
		if (!this.#stopped) disk.bytes = new Map([...unsent].filter(([id]) => !base.get(id)?.gone));
	}

	/** Send what can be sent now; one tab at a time. */
	async send(): Promise<void> {
		if (this.#going || this.#stopped) return;
		this.#going = true;
		const work = async () => {
			await this.look();
			for (const id of [...disk.bytes.keys()]) if (!(await this.#sendOne(id))) return this.#later(this.#isQuiet ? AGAIN : SOON);
		};
		try {
			if (!navigator.locks) await work();
			else await navigator.locks.request(`brightwalk-bytes-${this.#account}`, { ifAvailable: true }, (lock) => (lock ? work() : this.#later()));
		} catch {
			this.#later(); // the disk gives nothing back just now, or somebody has locked it
		} finally {
			this.#going = false;
		}
	}

	/** False: not now, none of them. */
	async #sendOne(id: string): Promise<boolean> {
		if (this.#refused.has(id) || !view.onServer('picture', id)) return true; // its row goes first, or was refused
		const bytes = await bytesOf(this.#store, id);
		if (!bytes) return true; // it cannot be opened: left as it is
		let told = await askBytes(id);
		while (told.value && told.value.here < bytes.length) {
			if (!this.#isQuiet) return false;
			const { here: at } = told.value;
			told = await sendBytes(id, at, bytes.subarray(at, at + PIECE));
			if (told.value && told.value.here <= at) return false;
		}
		if (told.value) await markSent(this.#store, id);
		else if (FINAL.has(told.problem.name)) this.#refused.add(id);
		return told.value !== undefined || [404, 422].includes(told.problem.status);
	}

	/** No word waits, and there is a server. */
	get #isQuiet(): boolean {
		return !this.#stopped && here.loop?.reach === 'in_step' && this.#store.holding.outbox.length === 0;
	}

	#later(wait = AGAIN): void {
		clearTimeout(this.#timer);
		if (!this.#stopped) this.#timer = setTimeout(() => here.loop?.reach === 'in_step' && void this.send(), wait);
	}
}
