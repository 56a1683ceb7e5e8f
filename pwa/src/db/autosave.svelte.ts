/**
 * A text field that saves itself: durable within 200 ms of the last key, at once when it is left, hidden or
 * closed. What its author has seen is what stood when the field was opened, and the author's own words
 * since; a wording that arrives meanwhile from elsewhere is not replaced, it becomes the second of two.
 */
import type { Kind, VerbName } from '../api/kinds';
import { seen } from '../sync/merge';
import type { Json, MutationId } from '../sync/wire';
import { act, put } from './act';
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

export class Autosave {
	text = $state('');
	/** `failed`: the disk did not take it; the words stay in the field and are tried again with the next key. */
	state = $state<'saved' | 'saving' | 'failed'>('saved');
	#target: Target;
	#saw: MutationId[];
	#kept: string;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#going: Promise<void> = Promise.resolve();

	constructor(target: Target, text: string | null | undefined) {
		this.#target = target;
		this.text = this.#kept = text ?? '';
		this.#saw = seen(view.content(target.id) ?? { fields: {}, removed: [], superseded: {} }, [target.field])[target.field] ?? [];
	}

	/** The person typed. */
	type(text: string): void {
		this.text = text;
		this.state = 'saving';
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.flush(), PAUSE);
	}

	/** Save now: on blur, when the page hides, before a screen goes. */
	flush(): Promise<void> {
		clearTimeout(this.#timer);
		this.#going = this.#going.then(() => this.#save());
		return this.#going;
	}

	async #save(): Promise<void> {
		const text = this.text;
		if (text === this.#kept) {
			if (this.state !== 'failed') this.state = 'saved';
			return;
		}
		const { school, verb, kind, id, scope, field } = this.#target;
		try {
			const set = { [field]: text as Json } as never;
			this.#saw = [await act(school, verb, [put(kind, id, scope, set, { [field]: this.#saw })])];
			this.#kept = text;
			this.state = this.text === text ? 'saved' : 'saving';
		} catch {
			this.state = 'failed';
		}
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
