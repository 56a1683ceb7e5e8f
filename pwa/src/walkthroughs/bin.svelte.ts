/**
 * The bin of this device: what its person removed here, sealed, for 30 days. The server keeps no words of what was
 * removed in a form that it hands out, so what can be put back has to lie here; nobody else ever sees it.
 */
import { keepState, stateOf, statesOf } from '../db/drafts';
import { type Binned, inBin } from './binning';

const PLACE = 'bin/';

class Bin {
	#things = $state.raw<readonly Binned[]>([]);

	/** What lies in it, as last read. */
	get things(): readonly Binned[] {
		return this.#things;
	}

	/** Read it from the disk; what has lain in it long enough goes. */
	async look(now = Date.now()): Promise<void> {
		const names = await statesOf(PLACE);
		const found = await Promise.all(names.map((name) => stateOf<Binned>(name)));
		const things = found.filter((one) => one !== undefined);
		this.#things = things.filter(({ at }) => inBin(at, now));
		await Promise.all(things.filter(({ at }) => !inBin(at, now)).map(({ id }) => keepState(PLACE + id, undefined)));
	}

	/** Into the bin, before it is removed: nothing lies nowhere. */
	async keep(thing: Binned): Promise<void> {
		await keepState(PLACE + thing.id, thing);
		this.#things = [...this.#things.filter(({ id }) => id !== thing.id), thing];
	}

	/** It stands where it was again. */
	async out(id: string): Promise<void> {
		this.#things = this.#things.filter((one) => one.id !== id);
		await keepState(PLACE + id, undefined);
	}
}

export const bin = new Bin();
