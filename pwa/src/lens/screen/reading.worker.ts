// The lens, beside the page: nothing of it runs where somebody types. Its data files are chunks that come with the first text.
import type { Lang, Options } from '../shapes';
import type { Shown } from './explained';
import { type Mark, SAID, type Sort, unitsOf } from './marks';

/** A text to read, or the rules of a language to show. */
export type Asked = { id: number } & ({ text: string; reader: Lang; options: Options } | { rulesOf: Lang });
export type Answered = { id: number } & ({ marks: Mark[]; took: number } | { rules: Shown });

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
	const answering = 'text' in data ? read(data) : show(data.id, data.rulesOf);
	void answering.then((answer) => (self as unknown as Worker).postMessage(answer)).catch(report);
});

/** `took`: milliseconds of reading, for whoever measures it. */
async function read({ id, text, reader, options }: Extract<Asked, { text: string }>): Promise<Answered> {
	const [lens, lexicon] = await Promise.all([import('../lens'), import('../load').then(({ loaded }) => loaded())]);
	const began = performance.now();
	const said = lens.read(text, lexicon, options).findings.filter(({ label }) => (SAID as readonly string[]).includes(label));
	const units = unitsOf(text, said.flatMap(({ start, end }) => [start, end]));
	const marks = said.map(({ label, rule, suggestion }, at): Mark => {
		const [start = 0, end = 0] = units.slice(2 * at);
		return { sort: label as Sort, start, end, words: text.slice(start, end), rule, why: lens.why(rule, lexicon, reader) ?? '', offer: suggestion };
	});
	return { id, marks, took: performance.now() - began };
}

async function show(id: number, of: Lang): Promise<Answered> {
	const own = of === 'en' ? import('../data_en') : import('../data_es');
	const [{ shown }, { files }, shared] = await Promise.all([import('./explained'), own, import('../data_shared')]);
	return { id, rules: shown([...shared.files, ...files]) };
}

/** The page hears of it as the worker's error, and asks no more of this one. */
function report(error: unknown): void {
	setTimeout(() => {
		throw error;
	});
}
