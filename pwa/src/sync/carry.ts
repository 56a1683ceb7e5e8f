/**
 * Unsent work carried to another device of the same person in a file (`db/rescue.ts` seals it). Pure, like
 * `core.ts`, and in the same way: each function answers a *change*. The model test drives it as
 * `const { mutations, change } = pack(a); apply(a, change); apply(b, unpack(b, mutations))`, any number of
 * times, on any devices of one account, before or after either has sent some of it: each mutation is
 * applied at most once, because nothing is made anew. Ids and order stay.
 */
import { type Change, type Entry, type Holding, nextSeq } from './core.ts';
import type { Mutation } from './wire.ts';

/**
 * What this device has that the server may not have applied: refused and not put aside, parked, waiting.
 * A file is an offer: from here on the entries are frozen (step 2), or the words in the file and the words
 * typed on after it would be two wordings by one author.
 */
export function pack(holding: Holding): { mutations: Mutation[]; change: Change } {
	const answered = holding.answered.filter(({ verdict, dismissed }) => verdict.status === 'parked' || (verdict.status === 'rejected' && !dismissed));
	const all = [...answered, ...holding.outbox].sort((a, b) => a.seq - b.seq);
	const open = holding.outbox.filter(({ tries }) => tries === 0);
	return { mutations: all.map(({ mutation }) => mutation), change: { queue: open.map(frozen) } };
}

/**
 * Take over what another device packed. Everything waits here as offered, also what the server has answered
 * there: it says again what became of it. What this device knows already is left as it is.
 */
export function unpack(holding: Holding, mutations: Mutation[]): Change {
	const seq = nextSeq(holding);
	return { queue: newHere(holding, mutations).map((mutation, at) => frozen({ seq: seq + at, tries: 0, mutation })) };
}

/** Those of a file that this device neither waits to send nor has an answer to. */
export function newHere(holding: Holding, mutations: Mutation[]): Mutation[] {
	const known = new Set([...holding.outbox, ...holding.answered].map(({ mutation }) => mutation.id));
	return mutations.filter(({ id }) => !known.has(id) && known.add(id));
}

const frozen = (entry: Entry): Entry => ({ ...entry, tries: 1, inFile: true });
