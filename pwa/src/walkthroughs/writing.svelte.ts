/** Words that make their row with the first key, and save themselves from then on. No key is lost in between. */
import { Autosave, type Target } from '../db/autosave.svelte';

export class Writing {
	text = $state('');
	#field = $state.raw<Autosave>();
	#making = $state.raw<Promise<void>>();
	#failed = $state(false);
	#make: (text: string) => Promise<Target>;

	/** `make` puts the row with its first words. `made`: the row is there already, with these words. */
	constructor(make: (text: string) => Promise<Target>, made?: { target: Target; text: string }) {
		this.#make = make;
		if (!made) return;
		this.text = made.text;
		this.#field = new Autosave(made.target, made.text);
	}

	/** `failed`: the disk did not take it; the words stay here and are tried again with the next key. */
	get state(): Autosave['state'] {
		if (this.#failed) return 'failed';
		return this.#field?.state ?? (this.#making ? 'saving' : 'saved');
	}

	type(text: string): void {
		this.text = text;
		if (this.#field) this.#field.type(text);
		else void this.begin();
	}

	/** These words instead, and those of before are forgotten for good. */
	async purge(text: string): Promise<void> {
		this.text = text;
		await this.begin();
		await this.#field?.purge(text);
	}

	/** Make the row, also without words. Resolves once the disk has it, or has refused. */
	begin(): Promise<void> {
		if (this.#field) return Promise.resolve();
		this.#making ??= this.#create().finally(() => (this.#making = undefined));
		return this.#making;
	}

	/** Everything that was typed, to the disk. */
	async flush(): Promise<void> {
		if (this.#making || this.#failed) await this.begin();
		if (!this.#field) return;
		do await this.#field.flush();
		while (this.#field.state === 'saving');
	}

	async #create(): Promise<void> {
		const first = this.text;
		try {
			const target = await this.#make(first);
			this.#failed = false;
			this.#field = new Autosave(target, first);
			if (this.text !== first) this.#field.type(this.text); // keys that came while the disk wrote
		} catch {
			this.#failed = true;
		}
	}
}
