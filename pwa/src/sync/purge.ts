/**
 * Words taken back for good (`server/sync/README.md`, "A purge"). A mutation that holds such words keeps its id, its place
 * and what it had seen, and loses the words: it may have been offered, and its id must never mean something else.
 * Pure, like `core.ts`.
 */
import type { Answered, Change, Entry, Holding } from './core.ts';
import type { Mutation, MutationId, Op, Purged } from './wire.ts';

/** The verb that puts a text in the place of all that its author had seen there, and has that forgotten. */
export const PURGE = 'purge_words';

interface Place { row: string; field: string }

/** The mutation without what it wrote at these places; the same on the server (`purged.py`). One that wrote nothing there is not changed. */
export function emptied(mutation: Mutation, places: readonly Place[]): Mutation {
	if (!mutation.ops.some((op) => places.some((place) => says(op, place)))) return mutation;
	return { ...mutation, ops: mutation.ops.map((op) => without(op, places)), emptied: true };
}

function without(op: Op, places: readonly Place[]): Op {
	if (op.op !== 'put') return op;
	const set = Object.entries(op.set).map(([field, value]) => [field, places.some((place) => place.row === op.id && place.field === field) ? null : value]);
	return { ...op, set: Object.fromEntries(set) as typeof op.set };
}

/** Whether the op has words there still. */
const says = (op: Op, { row, field }: Place): boolean => op.op === 'put' && op.id === row && (op.set[field] ?? null) !== null;

/** A purge has been acted here: what waits and was seen by it, or by what it had seen, waits without its words from now on. */
export function takenBack(outbox: readonly Entry[], purge: Mutation): Entry[] {
	if (purge.verb !== PURGE) return [];
	return purge.ops.flatMap((op) => {
		if (op.op !== 'put') return [];
		return Object.keys(op.set).flatMap((field) => {
			const past = pastOf(outbox, op.id, field, op.from[field] ?? []);
			const place = [{ row: op.id, field }];
			return outbox.filter(({ mutation }) => past.has(mutation.id) && emptied(mutation, place) !== mutation).map((entry) => ({ ...entry, mutation: emptied(entry.mutation, place) }));
		});
	});
}

/** These, and all that waits here and was replaced on the way to them. */
function pastOf(outbox: readonly Entry[], row: string, field: string, seen: readonly MutationId[]): Set<MutationId> {
	const past = new Set(seen);
	for (const { mutation } of [...outbox].reverse()) {
		if (!past.has(mutation.id)) continue;
		for (const op of mutation.ops) if (op.op === 'put' && op.id === row) for (const id of op.from[field] ?? []) past.add(id);
	}
	return past;
}

/** An answer names what was purged: in this change, and in what it leaves as it is, those mutations lose the words. */
export function forgetting(holding: Holding, change: Change, purged: readonly Purged[]): Change {
	if (purged.length === 0) return change;
	const places = new Map<MutationId, Place[]>();
	for (const { mutation, row, field } of purged) places.set(mutation, [...(places.get(mutation) ?? []), { row, field }]);
	const clean = <T extends Entry | Answered>(one: T): T => ({ ...one, mutation: emptied(one.mutation, places.get(one.mutation.id) ?? []) });
	const changed = <T extends Entry | Answered>(all: readonly T[]): T[] => all.filter((one) => clean(one).mutation !== one.mutation).map(clean);
	const leaving = new Set([...(change.unqueue ?? []), ...(change.queue ?? []).map(({ seq }) => seq)]);
	const told = new Set([...(change.forget ?? []), ...(change.answer ?? []).map(({ mutation }) => mutation.id)]);
	return {
		...change,
		queue: [...(change.queue ?? []).map(clean), ...changed(holding.outbox.filter(({ seq }) => !leaving.has(seq)))],
		answer: [...(change.answer ?? []).map(clean), ...changed(holding.answered.filter(({ mutation }) => !told.has(mutation.id)))],
	};
}
