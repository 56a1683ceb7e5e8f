/** Which entries fold into one, and which travel together. */
import type { Entry } from './core.ts';
import type { Mutation, Seen } from './wire.ts';

const BYTES = 240 * 1024;

/**
 * The newest entry, never offered, wrote the same fields of the same row, and whoever wrote now had seen it: keystrokes
 * of one field. Words of another tab that had not seen it do not take its place; they stand beside it.
 */
export function folds(newest: Entry, mutation: Mutation): boolean {
	const [before] = newest.mutation.ops;
	const [after] = mutation.ops;
	if (newest.tries > 0 || newest.mutation.ops.length !== 1 || mutation.ops.length !== 1) return false;
	if (newest.mutation.verb !== mutation.verb || before?.op !== 'put' || after?.op !== 'put') return false;
	const fields = Object.keys(after.set);
	const had = fields.every((field) => after.from[field]?.includes(newest.mutation.id));
	return had && before.id === after.id && Object.keys(before.set).sort().join() === fields.sort().join();
}

/** Both as one, under the later id. It replaces what either had on the screen: a wording may have arrived between the two. */
export function folded(earlier: Mutation, later: Mutation): Mutation {
	const had = (at: number, field: string) => earlier.ops[at]?.from[field] ?? [];
	const seen = (from: Seen, at: number): Seen =>
		Object.fromEntries(Object.entries(from).map(([field, heads]) => [field, [...new Set([...had(at, field), ...heads.filter((head) => head !== earlier.id)])]]));
	return { ...later, ops: later.ops.map((op, at) => ({ ...op, from: seen(op.from, at) })) };
}

/** The longest prefix of the outbox that one request may carry; at least one entry. */
export function prefix(outbox: Entry[], most: number): Entry[] {
	let bytes = 0;
	const batch: Entry[] = [];
	for (const entry of outbox.slice(0, most)) {
		bytes += new TextEncoder().encode(JSON.stringify(entry.mutation)).length;
		if (bytes > BYTES && batch.length > 0) break;
		batch.push(entry);
	}
	return batch;
}
