/** What the tabs of one account tell each other about its lock. Keys travel as WebCrypto holds them: usable, not readable. */
import type { Opened } from '../db/shelf';

export type Word =
	/** Somebody is using this account in another tab. */
	| { say: 'awake' }
	/** Lock: everywhere at once. */
	| { say: 'lock' }
	/** This is the store's key, or is about to be: unlocked, or sealed anew. */
	| { say: 'key'; opened: Opened };

export class Tabs {
	#channel: BroadcastChannel;

	constructor(account: string, heard: (word: Word) => void) {
		this.#channel = new BroadcastChannel(`brightwalk-door-${account}`);
		this.#channel.onmessage = ({ data }: MessageEvent<Word>) => heard(data);
	}

	say(word: Word): void {
		this.#channel.postMessage(word);
	}

	close(): void {
		this.#channel.close();
	}
}
