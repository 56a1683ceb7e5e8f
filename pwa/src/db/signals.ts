/** Named signals: what reads a name is run again when the name rings. It lets a screen watch one scope, not the store. */
import { createSubscriber } from 'svelte/reactivity';

interface Bell {
	watch: () => void;
	ring: () => void;
}

export class Signals {
	#bells = new Map<string, Bell>();

	/** Inside an effect, a derived value or a template: run it again when this name rings. */
	watch(name: string): void {
		let bell = this.#bells.get(name);
		if (!bell) this.#bells.set(name, (bell = makeBell()));
		bell.watch();
	}

	ring(names: Iterable<string>): void {
		for (const name of names) this.#bells.get(name)?.ring();
	}

	ringAll(): void {
		this.ring([...this.#bells.keys()]);
	}
}

function makeBell(): Bell {
	let ring = () => {};
	const watch = createSubscriber((update) => {
		ring = update;
		return () => (ring = () => {});
	});
	return { watch, ring: () => ring() };
}
