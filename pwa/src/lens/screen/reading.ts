// Asks the worker what it reads in a text. Whatever goes wrong there, nobody who writes hears of it: the lens is silent then.
import { locale } from '../../i18n';
import type { Lang, Options } from '../shapes';
import type { Shown } from './explained';
import { known } from './known';
import type { Mark } from './marks';
import type { Answered, Asked } from './reading.worker';
import address from './reading.worker?worker&url';

let worker: Worker | undefined;
let last = 0;
const waiting = new Map<number, (answer: Answered | undefined) => void>();

/** The marks of a text, in its order; none if the lens cannot read here. */
export async function marksIn(text: string): Promise<Mark[]> {
	if (text.trim() === '') return [];
	const answer = await ask({ text, reader: locale.current, options: known() });
	return answer && 'marks' in answer ? answer.marks : [];
}

/** Every rule and list for notes in a language; undefined if they are not on this device. */
export async function rulesOf(language: Lang): Promise<Shown | undefined> {
	const answer = await ask({ rulesOf: language });
	return answer && 'rules' in answer ? answer.rules : undefined;
}

function ask(what: { text: string; reader: Lang; options: Options } | { rulesOf: Lang }): Promise<Answered | undefined> {
	try {
		worker ??= begin();
	} catch {
		return Promise.resolve(undefined); // a browser without workers
	}
	last += 1;
	const asked: Asked = { id: last, ...what };
	return new Promise((resolve) => {
		waiting.set(asked.id, resolve);
		worker?.postMessage(asked);
	});
}

function begin(): Worker {
	const made = new Worker(trusted(address), { type: 'module', name: 'lens' });
	made.addEventListener('message', ({ data }: MessageEvent<Answered>) => answer(data.id, data));
	made.addEventListener('error', () => {
		made.terminate();
		worker = undefined; // the next text tries anew
		for (const id of [...waiting.keys()]) answer(id, undefined);
	});
	return made;
}

function answer(id: number, answered: Answered | undefined): void {
	waiting.get(id)?.(answered);
	waiting.delete(id);
}

type TrustedTypeFactory = {
	createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): object };
};

/** Under Trusted Types a worker's address comes from a named policy; the only address it allows is this one. */
function trusted(url: string): string {
	const types = (globalThis as { trustedTypes?: TrustedTypeFactory }).trustedTypes;
	policy ??= types?.createPolicy('lens', { createScriptURL: () => url });
	return (policy?.createScriptURL(url) as unknown as string | undefined) ?? url;
}
let policy: ReturnType<TrustedTypeFactory['createPolicy']> | undefined;
