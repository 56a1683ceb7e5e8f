/**
 * One field as the lens hears it: nothing while somebody types; after a pause the text is read elsewhere and at most
 * one mark is said. Of all fields on a screen only the one that was written in last has the word.
 */
import { bringBack, dismiss, open } from './dismissals';
import { type Change, type Mark, type Sort, chosen, replaced, standing, takenBack } from './marks';
import { marksIn } from './reading';
import { lens } from './switch.svelte';

/** What is written, and how to change it. `of` names the text for good: a note's id, say. */
export interface Pen {
	of: string;
	read: () => string;
	write: (text: string) => unknown;
	/** The same, and the words of before go from everywhere: what identified a student is not kept as history. */
	purge?: ((text: string) => unknown) | undefined;
}

const PAUSE = 700;
/** After this long nobody is in the middle of a word. */
const REST = 1_500;
let turn = $state.raw<symbol>();

export class Listening {
	#me = Symbol('field');
	#mark = $state.raw<Mark>();
	#marks: readonly Mark[] = [];
	#caret: () => number;
	#only: readonly Sort[] | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#text = '';
	#of = '';

	/** `caret`: where in the text somebody writes. `only`: what may be said here at all. */
	constructor(caret: () => number, only?: readonly Sort[]) {
		this.#caret = caret;
		this.#only = only;
	}

	/** What is said now, if it is this field's turn and the words still stand. */
	get mark(): Mark | undefined {
		return turn === this.#me && lens.on ? this.#mark : undefined;
	}

	/** Somebody writes here, or came to. */
	take(): void {
		turn = this.#me;
	}

	/** The text as it is now. Costs the typist a timer. */
	hear({ of, read }: Pen): void {
		const text = read();
		if (of !== this.#of || (this.#mark && standing(text, this.#mark) === undefined)) this.#mark = undefined;
		[this.#of, this.#text] = [of, text];
		clearTimeout(this.#timer);
		if (lens.on && text.trim() !== '') this.#timer = setTimeout(() => void this.#look(false), PAUSE);
		else this.#mark = undefined;
	}

	stop(): void {
		clearTimeout(this.#timer);
		if (turn === this.#me) turn = undefined;
	}

	/** Put the offer in the place of the words. Answers how to take that back. */
	accept(pen: Pen, mark: Mark, words: string): { change: Change; undo: () => void } | undefined {
		const done = replaced(pen.read(), mark, words);
		if (!done) return undefined;
		this.#mark = undefined;
		void (mark.sort === 'pii' && pen.purge ? pen.purge : pen.write)(done.text);
		const undo = () => {
			const text = takenBack(pen.read(), done.change);
			if (text !== undefined) pen.write(text);
		};
		return { change: done.change, undo };
	}

	/** Not these words, not in this text. Answers how to have it said again. */
	async wave(pen: Pen, mark: Mark): Promise<() => Promise<void>> {
		const waved = [mark, ...this.#marks.filter((other) => other.start < mark.end && mark.start < other.end)]; // else the next rule would say it again
		this.#mark = undefined;
		await dismiss(pen.of, ...waved);
		void this.#look(true);
		return async () => {
			await bringBack(pen.of, ...waved);
			await this.#look(true);
		};
	}

	async #look(rested: boolean): Promise<void> {
		const [of, text] = [this.#of, this.#text];
		const marks = (await open(of, await marksIn(text))).filter(({ sort }) => !this.#only || this.#only.includes(sort));
		if (of !== this.#of || text !== this.#text) return; // somebody typed on: there will be another look
		this.#marks = marks;
		this.#mark = chosen(text, marks, this.#caret(), rested, this.#mark);
		if (!rested && marks.length > 0) this.#timer = setTimeout(() => void this.#look(true), REST);
	}
}
