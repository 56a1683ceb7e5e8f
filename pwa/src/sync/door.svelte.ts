/**
 * The door of one account's store in this tab, open or locked: its lock, the time after which it locks itself,
 * and what the other tabs say. A chunk of its own; the first screen does not wait for it.
 */
import { postJson } from '../api/http';
import { disk } from '../db/disk.svelte';
import { keepAll } from '../db/autosave.svelte';
import { type Closing, relock, shut } from '../db/lock/keyring';
import type { Way } from '../db/lock/ways';
import type { Opened } from '../db/shelf';
import type { Store } from '../db/store';
import { view } from '../db/view';
import { sayEmptied } from './emptied';
import { Bytes } from './bytes.svelte';
import { here } from './here.svelte';
import { Idle } from './idle';
import { Tabs, type Word } from './tabs';

const MINUTE = 60_000;
/** When the school has not said: long enough to look at a room, short enough for a tablet left on a desk. */
export const LOCK_AFTER = 5;

export class Door {
	/** Undefined until the disk has said; `none`: the key lies beside the store. */
	lock = $state.raw<Way['kind'] | 'none'>();
	#account: string;
	#store: Store | undefined;
	#tabs: Tabs;
	#idle: Idle | undefined;
	#closing = false;
	#bytes: Bytes | undefined;

	constructor(account: string, store: Store | undefined) {
		[this.#account, this.#store] = [account, store];
		this.#tabs = new Tabs(account, (word) => void this.#heard(word));
		if (store) this.#bytes = new Bytes(account, store);
		void store?.lock().then((way) => this.#watch(way));
	}

	leave(): void {
		this.#bytes?.stop();
		this.#idle?.stop();
		this.#tabs.close();
	}

	/** Lock now, in every tab. */
	async lockNow(): Promise<void> {
		this.#tabs.say({ say: 'lock' });
		await here.putAway();
	}

	/** Set a lock, or change or remove it. */
	async set(wrap?: (key: CryptoKey) => Promise<Way>): Promise<void> {
		await this.#relock(wrap ? [wrap] : []);
		this.#watch(await this.#store?.lock());
	}

	/** The key has been found: the other tabs go on too. */
	tell(opened: Opened): void {
		this.#tabs.say({ say: 'key', opened });
	}

	/** Whoever comes next on this device opens nothing; the same person does by signing in. A lock stays as it is. */
	async shutAfter(): Promise<void> {
		if (this.lock !== 'none') return;
		this.#tabs.say({ say: 'lock' });
		await this.#relock([], 'left').catch(() => undefined);
	}

	/** The school has closed this device. All that it had is handed in by now, but for what was being written. */
	async closedBySchool(closing: Closing): Promise<void> {
		if (this.#closing) return;
		this.#closing = true;
		await this.#close(closing).finally(() => (this.#closing = false));
	}

	async #close(closing: Closing): Promise<void> {
		this.#tabs.say({ say: 'lock' });
		await keepAll();
		await this.#store?.settled();
		if (here.unsent > 0) return void here.loop?.soon();
		if (closing === 'erase') await this.#emptied();
		else if (this.lock === 'none') await this.#relock([], 'seal').then(() => here.putAway());
		else await here.putAway().then(() => shut(this.#account, 'seal'));
	}

	async #emptied(): Promise<void> {
		this.#bytes?.stop();
		disk.bytes = new Map(); // a closed device sends no photos, and the school's word to erase goes first
		if (!(await this.#store?.erase())) return; // something was written meanwhile: it is handed in first
		await postJson('/api/devices/emptied');
		sayEmptied(this.#store?.holding.device ?? '');
		here.stepAside();
	}

	async #relock(wraps: ((key: CryptoKey) => Promise<Way>)[], closing?: Closing): Promise<void> {
		const store = this.#store;
		if (!store) return;
		await relock(this.#account, await store.key(), wraps, (opened) => this.#announce(store, opened), closing);
	}

	#announce(store: Store, opened: Opened): void {
		store.offer(opened);
		this.#tabs.say({ say: 'key', opened });
	}

	#watch(way: Way['kind'] | 'none' | undefined): void {
		this.lock = way ?? 'none';
		this.#idle?.stop();
		this.#idle = undefined;
		if (this.lock === 'none') return;
		const over = () => void this.lockNow();
		this.#idle = new Idle(() => patience(), over, () => this.#tabs.say({ say: 'awake' }));
	}

	async #heard(word: Word): Promise<void> {
		if (word.say === 'awake') this.#idle?.awake();
		else if (word.say === 'lock') await here.putAway();
		else if (!this.#store) await here.unlock(this.#account, word.opened);
		else {
			this.#store.offer(word.opened);
			this.#watch(await this.#store.lock());
		}
	}
}

/** Milliseconds; of several schools the most careful. A meeting on the wall is looked at, not touched. */
function patience(): number {
	const said = view.schools.map(({ school }) => view.get('school', school)?.lockAfter ?? LOCK_AFTER).filter((minutes) => minutes > 0);
	if (said.length === 0) return 0;
	const minutes = Math.min(...said);
	return MINUTE * (location.pathname.startsWith('/meeting') ? Math.max(minutes, 60) : minutes);
}
