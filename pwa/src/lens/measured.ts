/** How well the lens reads a labelled file: precision, recall and F1 of each label, by language and by slice. */
import { LABELS, type Label, type Lang } from './shapes.ts';

export type Read = { line: { labels?: Label[]; optional?: Label[]; lang?: Lang; slices?: string[] }; labels: Label[] };
type Figures = { found: number; wrong: number; missed: number; precision: number | null; recall: number | null; f1: number | null };
export type Measured = { notes: number; labels: Record<Label, Figures>; exact: number };

/** Labels that are `optional` in a line count neither way, whether found or not. */
export function counted(all: readonly Read[]): { all: Measured; lang: Record<string, Measured>; slices: Record<string, Measured> } {
	return { all: measured(all), lang: grouped(all, ({ line }) => [line.lang ?? 'en']), slices: grouped(all, ({ line }) => line.slices ?? []) };
}

function grouped(all: readonly Read[], groups: (one: Read) => readonly string[]): Record<string, Measured> {
	const names = [...new Set(all.flatMap((one) => [...groups(one)]))].sort();
	return Object.fromEntries(names.map((name) => [name, measured(all.filter((one) => groups(one).includes(name)))]));
}

function measured(all: readonly Read[]): Measured {
	const labels = Object.fromEntries(LABELS.map((label) => [label, figures(all, label)])) as Record<Label, Figures>;
	const exact = all.filter(({ line, labels }) => LABELS.every((label) => line.optional?.includes(label) || line.labels!.includes(label) === labels.includes(label)));
	return { notes: all.length, labels, exact: exact.length };
}

function figures(all: readonly Read[], label: Label): Figures {
	const judged = all.filter(({ line }) => !line.optional?.includes(label));
	const count = (wanted: boolean, found: boolean) => judged.filter(({ line, labels }) => line.labels!.includes(label) === wanted && labels.includes(label) === found).length;
	const [found, wrong, missed] = [count(true, true), count(false, true), count(true, false)];
	const share = (of: number) => (of ? Math.round((found / of) * 1000) / 1000 : null);
	return { found, wrong, missed, precision: share(found + wrong), recall: share(found + missed), f1: found + wrong + missed ? Math.round(((2 * found) / (2 * found + wrong + missed)) * 1000) / 1000 : null };
}
