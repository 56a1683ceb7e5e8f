/** Which tool is open in a visit, and how far it has come. Kept on the disk with each tap, so that it outlives the tab. */
import { keepState, stateOf } from '../../db/drafts';
import { type Count, nobody } from './counting';
import type { Watch } from './timing';

export type ToolName = 'count' | 'wait' | 'ask';

interface Kept {
	open: ToolName | undefined;
	count: Count;
	watch: Watch | undefined;
}

export class Desk {
	#name: string;
	#now = $state.raw<Kept>({ open: undefined, count: nobody(), watch: undefined });
	#touched = false;

	constructor(visit: string) {
		this.#name = `tools/${visit}`;
		const take = (kept: Kept | undefined) => {
			if (kept && !this.#touched) this.#now = kept;
		};
		void stateOf<Kept>(this.#name).then(take, () => undefined); // a disk that gives nothing back: the tools begin anew
	}

	get open(): ToolName | undefined {
		return this.#now.open;
	}

	get count(): Count {
		return this.#now.count;
	}

	get watch(): Watch | undefined {
		return this.#now.watch;
	}

	/** Resolves once the disk has it. A disk that refuses is said elsewhere; the tool goes on in memory. */
	change(change: Partial<Kept>): Promise<void> {
		this.#touched = true;
		this.#now = { ...this.#now, ...change };
		return keepState(this.#name, this.#now).catch(() => undefined);
	}
}
