/**
 * A text field that saves itself: durable within 200 ms of the last key, at once when it is left, hidden or
 * closed. What its author has seen is what stood when the field was opened, and the author's own words
 * since; a wording that arrives meanwhile from elsewhere is not replaced, it becomes the second of two.
 */
import type { Kind, VerbName } from '../api/kinds';
import { PURGE } from '../sync/purge';
import type { Json, MutationId } from '../sync/wire';
import { act, put } from './act';
import { disk } from './disk.svelte';
import { onScreen } from './row';
import { view } from './view';

export interface Target {
	school: string;
	verb: VerbName;
	kind: Kind;
	id: string;
	scope: string;
	field: string;
}

const PAUSE = 200;
/** Whoever types without a pause is kept all the same. */
const AT_LATEST = 1_000;

/** Fields with words that are not on the disk yet. */
const writing = new Set<Autosave>();

/** Every field of every screen to the disk: before this page lets go of its store, or loads anew. */
export async function keepAll(): Promise<void> {
	await Promise.all([...writing].map((field) => field.flush()));
}

export class Autosave {
	text = $state('');
	#state = $state<'saved' | 'saving' | 'failed'>('saved');
	#target: Target;
	#saw: MutationId[];
	#kept: string;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#since: number | undefined;
	#going: Promise<void> = Promise.resolve();

	constructor(target: Target, text: string | null | undefined) {
		this.#target = target;
		this.text = this.#kept = text ?? '';
		this.#saw = onScreen(view.content(target.id), target.field);
	}

	/** `failed`: the disk did not take it. The words stay in the field, are sent straight from this page, and tried again. */
	get state(): 'saved' | 'saving' | 'failed' {
		return this.#state === 'saved' && disk.lacks(this.#target.id) ? 'failed' : this.#state;
	}

	/** The person typed. */
	type(text: string): void {
		this.text = text;
		this.#state = 'saving';
		writing.add(this);
		clearTimeout(this.#timer);
		this.#since ??= performance.now();
		this.#timer = setTimeout(() => void this.flush(), Math.max(0, Math.min(PAUSE, this.#since + AT_LATEST - performance.now())));
	}

	/** Save now: on blur, when the page hides, before a screen goes. */
	flush(): Promise<void> {
		clearTimeout(this.#timer);
		this.#since = undefined;
		this.#going = this.#going.then(() => this.#save());
		return this.#going;
	}

	/** This text instead, and what stood here before is forgotten for good (`purge.ts`). `saw`: all that the screen showed. */
	purge(text: string, saw: readonly MutationId[] = []): Promise<void> {
		clearTimeout(this.#timer);
		[this.#since, this.text, this.#state] = [undefined, text, 'saving'];
		this.#going = this.#going.then(() => {
			this.#saw = [...new Set([...this.#saw, ...saw])];
			return this.#write(text, PURGE);
		});
		return this.#going;
	}

	async #save(): Promise<void> {
		const text = this.text;
		if (text !== this.#kept) await this.#write(text, this.#target.verb);
		else if (this.#state !== 'failed') this.#rest();
	}

	async #write(text: string, verb: VerbName): Promise<void> {
		const { school, kind, id, scope, field } = this.#target;
		try {
			const set = { [field]: text as Json } as never;
			this.#saw = [await act(school, verb, [put(kind, id, scope, set, { [field]: this.#saw })])];
			this.#kept = text;
			if (this.text === text) this.#rest();
			else this.#state = 'saving';
		} catch {
			this.#state = 'failed';
		}
	}

	#rest(): void {
		this.#state = 'saved';
		writing.delete(this);
	}
}

/** Save whatever is in these fields when the page hides or closes. Answers how to stop. */
export function flushWhenHidden(flush: () => void): () => void {
	const hidden = () => document.visibilityState === 'hidden' && flush();
	document.addEventListener('visibilitychange', hidden);
	window.addEventListener('pagehide', flush);
	return () => {
		document.removeEventListener('visibilitychange', hidden);
		window.removeEventListener('pagehide', flush);
	};
}
