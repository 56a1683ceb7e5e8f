// What may tell who a student is, in all that somebody is about to read.
import { dismiss, open } from './dismissals';
import type { Pen } from './listening.svelte';
import type { Mark } from './marks';
import { marksIn } from './reading';
import { lens } from './switch.svelte';

export interface Open {
	pen: Pen;
	mark: Mark;
	/** The sentence around it, as it stood. */
	text: string;
}

/** Sharing never waits longer than this for the lens. */
const LONGEST = 3_000;

/** The marks that nobody has looked at yet; none if the lens is off or cannot read. */
export async function openMarks(pens: readonly Pen[]): Promise<Open[]> {
	if (!lens.on) return [];
	const late = new Promise<Open[]>((resolve) => setTimeout(() => resolve([]), LONGEST));
	return Promise.race([Promise.all(pens.map(openIn)).then((found) => found.flat()), late]);
}

export const keep = ({ pen, mark }: Open): Promise<void> => dismiss(pen.of, mark);

async function openIn(pen: Pen): Promise<Open[]> {
	const text = pen.read();
	const marks = (await open(pen.of, await marksIn(text))).filter(({ sort }) => sort === 'pii');
	const once = marks.filter((mark, at) => marks.findIndex(({ words }) => words === mark.words) === at);
	return once.map((mark) => ({ pen, mark, text }));
}
