/** A row as screens read it: the shown value of each field, and what a careful reader may want to know. */
import { type Kind, type Kinds, fieldsOf } from '../api/kinds';
import { alive, copy, empty, put, remove, seen, shown, twoWordings } from '../sync/merge';
import type { Content, Head, Mutation, MutationId, WireRow } from '../sync/wire';

export interface Meta {
	id: string;
	scope: string;
	version: number;
	/** Something in it is only on this device yet. */
	pending: boolean;
	/** Fields with two wordings: both stay until a person chooses. */
	conflicts: string[];
	/** It was removed by somebody who had not seen a change; the change brought it back. */
	cameBack: boolean;
	/** Field to its shown heads: who wrote which value, and when by their own clock. */
	heads: Record<string, Head[]>;
}

export type Row<K extends Kind = Kind> = Meta & { kind: K } & Kinds[K];

/** What the base holds of a row with the device's own unsent changes over it; undefined if nobody wrote it. */
export function contentOf(base: WireRow | undefined, over: Mutation[], id: string, me: (school: string) => string): Content | undefined {
	if (!base && over.length === 0) return undefined;
	const content = base && !base.gone ? copy(base) : empty();
	for (const mutation of over) {
		for (const op of mutation.ops.filter((one) => one.id === id)) {
			const pen = { mutation: mutation.id, by: me(mutation.school), at: mutation.at };
			if (op.op === 'put') put(content, pen, op, () => true);
			else remove(content, op);
		}
	}
	return content;
}

/**
 * The `from` of whoever writes into a field of which the screen shows the first wording: a second one was not in
 * front of them, so it is not replaced. Choosing between the two names both (`wordings/choosing.ts`).
 */
export function onScreen(content: Content | undefined, field: string): MutationId[] {
	if (!content) return [];
	if (!twoWordings(content, field)) return seen(content, [field])[field] ?? [];
	const heads = shown(content, field);
	return heads.filter((head) => JSON.stringify(head.value) === JSON.stringify(heads[0]?.value)).map((head) => head.mutation);
}

/** The row for a screen; undefined if it is not there, or no longer. */
export function rowOf<K extends Kind>(kind: K, place: { id: string; scope: string; version: number }, content: Content, pending: boolean): Row<K> | undefined {
	if (!alive(content)) return undefined;
	const fields: Record<string, unknown> = {};
	const heads: Record<string, Head[]> = {};
	for (const field of fieldsOf[kind]) {
		heads[field] = shown(content, field);
		fields[field] = heads[field][0]?.value ?? null;
	}
	const conflicts = fieldsOf[kind].filter((field) => twoWordings(content, field));
	const gone = (head: Head) => content.removed.includes(head.mutation);
	// A restored row has all its fields anew; one that a change brought back still shows fields that were removed.
	const cameBack = Object.values(heads).some((field) => field.length > 0 && field.every(gone));
	return { ...place, kind, pending, conflicts, cameBack, heads, ...fields } as unknown as Row<K>;
}
