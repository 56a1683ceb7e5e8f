/**
 * The one merge rule, the same here and on the server (`server/sync/merge.py`), held equal by
 * `tests/wire/merge_vectors.json`. Each field keeps its *heads*: the values that nobody who had seen them
 * replaced, in commit order. A put takes away the heads that its author saw and adds its own; a remove
 * hides exactly the heads that it saw. No time and no arrival order decides anything.
 */
import type { Content, Head, MutationId, PutOp, RemoveOp, Seen } from './wire.ts';

export const empty = (): Content => ({ fields: {}, removed: [], superseded: {} });

/** Who wrote, and when, by the author's own clock: shown, never compared. */
export interface Pen {
	mutation: MutationId;
	by: string;
	at: string;
}

/** Merge a put. `known` says whether that mutation has been applied to this content's history before. */
export function put(content: Content, pen: Pen, op: PutOp, known: (id: MutationId) => boolean): void {
	for (const [field, value] of Object.entries(op.set)) {
		const replaced = new Set(op.from[field] ?? []);
		const ghosts = content.superseded[field] ?? [];
		const heads = headsOf(content, field).filter((h) => !replaced.has(h.mutation) && h.mutation !== pen.mutation);
		if (!ghosts.includes(pen.mutation)) heads.push({ ...pen, value });
		content.fields[field] = heads;
		const unheard = [...replaced].filter((id) => !ghosts.includes(id) && !known(id)).sort();
		if (unheard.length > 0) content.superseded[field] = [...ghosts, ...unheard];
	}
}

/** Merge a remove: the heads that its author saw are hidden, and no others. */
export function remove(content: Content, op: RemoveOp): void {
	content.removed = [...new Set([...content.removed, ...Object.values(op.from).flat()])].sort();
}

/** The heads a reader sees: those that live, or, in a row that came back, the ones it had. */
export function shown(content: Content, field: string): Head[] {
	const heads = headsOf(content, field);
	const living = heads.filter((head) => !content.removed.includes(head.mutation));
	return living.length > 0 ? living : heads;
}

/** Whether the row is there: some head of some field has not been removed. */
export function alive(content: Content): boolean {
	return Object.values(content.fields).some((heads) => heads.some((h) => !content.removed.includes(h.mutation)));
}

/** Whether readers must choose: more than one shown head, and they differ. */
export function twoWordings(content: Content, field: string): boolean {
	const [first, ...others] = shown(content, field);
	return others.some((head) => JSON.stringify(head.value) !== JSON.stringify(first?.value));
}

/** What an author who looks at this content sees: the `from` of the next op. */
export function seen(content: Content, fields: Iterable<string>): Seen {
	return Object.fromEntries([...fields].map((field) => [field, headsOf(content, field).map((h) => h.mutation)]));
}

/** A copy that may be merged into without changing the original. */
export function copy(content: Content): Content {
	const fields = Object.fromEntries(Object.entries(content.fields).map(([field, heads]) => [field, [...heads]]));
	return { fields, removed: content.removed, superseded: { ...content.superseded } };
}

const headsOf = (content: Content, field: string): Head[] => content.fields[field] ?? [];
