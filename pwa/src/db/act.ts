/** What a person does: one verb with its ops, durable on this device when the promise resolves. */
import type { Kind, Kinds, VerbName } from '../api/kinds';
import { save } from '../sync/core';
import type { Json, Mutation, Op, Seen } from '../sync/wire';
import { goPast, newId } from './ids';
import { onScreen } from './row';
import type { Store } from './store';
import { view } from './view';

const SCHEMA = 1;

/** An op whose `from` is filled in when it is done, unless the screen knows better what its author saw. */
export type Draft = Omit<Op & { set?: Record<string, Json> }, 'from'> & { from?: Seen };

let store: Store | undefined;
const listeners = new Set<(verb: VerbName) => void>();

/** The store that acts go into. New ids come after what was done here before, whatever the clock says now. */
export function actOn(current: Store | undefined): void {
	store = current;
	for (const { mutation } of [...(current?.holding.outbox ?? []), ...(current?.holding.answered ?? [])]) goPast(mutation.id);
}

/** Called after each act, once it is durable: sync sends it soon. */
export function afterActs(listener: (verb: VerbName) => void): void {
	listeners.add(listener);
}

/** Do it. Resolves with the mutation's id when the disk has it; rejects if the disk would not take it. */
export async function act(school: string, verb: VerbName, drafts: Draft[]): Promise<string> {
	if (!store) throw new Error('nobody is signed in on this device');
	const ops = drafts.map((draft) => ({ ...draft, from: draft.from ?? seenNow(draft) }) as Op);
	const mutation: Mutation = { id: newId(), school, verb, schema: SCHEMA, at: new Date().toISOString(), ops };
	await store.commit((holding) => save(holding, mutation));
	for (const listener of listeners) listener(verb);
	return mutation.id;
}

/** Write these fields of a row. `from`: what its author had seen, if that is not what stands now. */
export function put<K extends Kind>(kind: K, id: string, scope: string, set: Partial<Kinds[K]>, from?: Seen): Draft {
	const values = Object.entries(set as Record<string, Json>).map(([field, value]) => [field, storable(value)]);
	return { op: 'put', kind, id, scope, set: Object.fromEntries(values), ...(from && { from }) } as Draft;
}

/** Take a row away. `from`: what its author had seen; a wording that was not on the screen brings the row back. */
export function remove(kind: Kind, id: string, scope: string, from?: Seen): Draft {
	return { op: 'remove', kind, id, scope, ...(from && { from }) };
}

/** Half a character (a lone surrogate) and NUL cannot be stored everywhere; pasted text may hold them. */
function storable(value: Json): Json {
	return typeof value === 'string' ? value.toWellFormed().replaceAll('\u0000', '') : value;
}

function seenNow(draft: Draft): Seen {
	const content = view.content(draft.id);
	if (!content) return {};
	const fields = draft.op === 'put' ? Object.keys(draft.set ?? {}) : Object.keys(content.fields);
	return Object.fromEntries(fields.map((field) => [field, onScreen(content, field)]));
}
