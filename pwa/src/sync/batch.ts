/** Which entries fold into one, and which travel together. */
import type { Entry } from './core.ts';
import type { Mutation } from './wire.ts';

const BYTES = 240 * 1024;

/** The newest entry, never offered, wrote the same fields of the same row: keystrokes of one field. */
export function folds(newest: Entry, mutation: Mutation): boolean {
	const [before] = newest.mutation.ops;
	const [after] = mutation.ops;
	if (newest.tries > 0 || newest.mutation.ops.length !== 1 || mutation.ops.length !== 1) return false;
	if (newest.mutation.verb !== mutation.verb || before?.op !== 'put' || after?.op !== 'put') return false;
	return before.id === after.id && Object.keys(before.set).sort().join() === Object.keys(after.set).sort().join();
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
