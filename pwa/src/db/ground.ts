/**
 * The firm ground under a store: its shelf, or memory alone while the disk refuses. A refusal is met in this
 * order: make room, open a new connection, try once more; then go adrift, say so, and ask again every few seconds.
 */
import { type Change, type Holding, apply, fresh } from '../sync/core';
import type { Mutation } from '../sync/wire';
import { Adrift, landing } from './adrift';
import { disk, makeRoom, whyRefused } from './disk.svelte';
import { Moved, type Shelf } from './shelf';

const ASK_AGAIN = 4_000;

/** What the store does with what the ground finds. Steps follow each other in `inTurn`. */
interface Above {
	readonly holding: Holding;
	inTurn<T>(step: () => Promise<T>): Promise<T>;
	show(read: Holding): void;
	tell(change: Change): void;
}

export class Ground {
	#shelf: Shelf;
	#above: Above;
	#adrift: Adrift | undefined;
	#asking: ReturnType<typeof setTimeout> | undefined;
	#left = false;

	constructor(shelf: Shelf, above: Above) {
		this.#shelf = shelf;
		this.#above = above;
		shelf.onTakenAway(() => void above.inTurn(() => this.#lookAgain()));
	}

	get adrift(): boolean {
		return this.#adrift !== undefined;
	}

	leave(): void {
		this.#left = true;
		clearTimeout(this.#asking);
	}

	/** kept: the disk has it · moved: others wrote first, memory is now as the disk is · adrift: nobody has it yet. */
	async keep(change: Change): Promise<'kept' | 'moved' | 'adrift'> {
		if (this.#left) throw new Error('this store has been closed');
		if (this.#adrift) return 'adrift';
		try {
			await this.#insist(() => this.#shelf.keep(this.#above.holding, change));
			return 'kept';
		} catch (error) {
			if (error instanceof Moved) await this.reread();
			else this.#goAdrift(error);
			return this.adrift ? 'adrift' : 'moved';
		}
	}

	/** Something small to the disk; while it refuses, the shelf remembers what it owes. */
	async keepNote(name: string, value: unknown): Promise<void> {
		await this.#insist(() => this.#shelf.keepNote(name, value)).catch((error: unknown) => this.#goAdrift(error));
	}

	/** Note what memory alone is about to hold. `disk.unkept` names what neither the disk nor the server has. */
	hold(change: Change): void {
		this.#adrift?.note(this.#above.holding, change);
		const made = (change.queue ?? []).map(({ mutation }): [string, Mutation] => [mutation.id, mutation]);
		const answered = new Set((change.answer ?? []).map(({ mutation }) => mutation.id));
		disk.unkept = new Map([...disk.unkept, ...made].filter(([id]) => !answered.has(id) && !this.#adrift?.folded.has(id)));
	}

	/** Memory as the disk is. If the store has been cleared meanwhile, the disk as memory is. */
	async reread(): Promise<void> {
		try {
			const read = await this.#shelf.read(this.#above.holding.account);
			if (read) return this.#above.show(read);
			this.#adrift = new Adrift();
			await this.#land();
		} catch (error) {
			this.#goAdrift(error);
		}
	}

	async #insist(step: () => Promise<void>): Promise<void> {
		try {
			await step();
		} catch (error) {
			if (error instanceof Moved) throw error;
			if (whyRefused(error) === 'full') await makeRoom();
			this.#shelf.reopen(); // a browser may have closed it behind our back; not all of them say so
			await step();
		}
	}

	#goAdrift(error: unknown): void {
		if (this.#left) return;
		this.#adrift ??= new Adrift();
		disk.refusal = whyRefused(error);
		clearTimeout(this.#asking);
		this.#asking = setTimeout(() => void this.#above.inTurn(() => this.#land()), ASK_AGAIN);
	}

	/** Write down what only memory has. */
	async #land(): Promise<void> {
		if (!this.#adrift || this.#left) return;
		const { holding } = this.#above;
		const before = this.#shelf.turn;
		try {
			this.#shelf.reopen();
			const read = await this.#shelf.read(holding.account);
			await this.#shelf.lay({ anew: !read });
			const ground = read ?? fresh(holding.account, holding.device);
			const change = landing(ground, holding, this.#adrift, !read || this.#shelf.turn === before);
			await this.#shelf.keep(ground, change);
			apply(ground, change);
			this.#landed(ground, change, read === undefined);
		} catch (error) {
			this.#goAdrift(error);
		}
	}

	#landed(ground: Holding, change: Change, cleared: boolean): void {
		this.#adrift = undefined;
		disk.refusal = undefined;
		disk.unkept = new Map();
		if (cleared) disk.cleared = true;
		this.#above.tell(change);
		this.#above.show(ground);
	}

	/** The browser has closed the database by itself: is everything still there? */
	async #lookAgain(): Promise<void> {
		if (!this.#left && !this.#adrift) await this.reread();
	}
}
