/**
 * Memory ahead of the disk. While the disk refuses, changes are applied to memory alone; when it takes words
 * again, `landing` says as one change what it lacks. Pure, so that every mixture of both can be tested.
 */
import type { Answered, Change, Entry, Holding } from '../sync/core';
import type { MutationId, WireRow } from '../sync/wire';

/** What must be remembered of the time adrift besides memory itself. */
export class Adrift {
	/** Entries of the outbox that later keystrokes took up: what the disk still has of them is old. */
	readonly folded = new Set<MutationId>();
	/** The server began anew meanwhile: what the disk has of its rows is of another timeline. */
	restarted = false;

	/** To be called before the change is applied to memory. */
	note(memory: Holding, change: Change): void {
		const goingOn = new Set((change.answer ?? []).map(({ mutation }) => mutation.id).concat((change.queue ?? []).map(({ mutation }) => mutation.id)));
		for (const { seq, mutation } of memory.outbox) if (change.unqueue?.includes(seq) && !goingOn.has(mutation.id)) this.folded.add(mutation.id);
		this.restarted ||= change.restart === true;
	}
}

/** `alone`: nobody wrote to the disk meanwhile. If another tab did, its place in the server's order stands. */
export function landing(disk: Holding, memory: Holding, since: Adrift, alone: boolean): Change {
	const queued = new Map(disk.outbox.map((entry) => [entry.mutation.id, entry]));
	const answered = new Map(disk.answered.map((one) => [one.mutation.id, one]));
	const anew = since.restarted && alone;
	let last = Math.max(0, ...disk.outbox.map(({ seq }) => seq), ...disk.answered.map(({ seq }) => seq));
	const place = (own: number) => (alone ? own : ++last);
	const change: Change = { queue: [], unqueue: [], answer: [], forget: [], rows: rowsFor(disk, memory, anew) };

	for (const one of [...memory.outbox, ...memory.answered].sort((a, b) => a.seq - b.seq)) {
		const { id } = one.mutation;
		const waiting = queued.get(id);
		const heard = answered.get(id);
		if ('verdict' in one) {
			if (waiting) change.unqueue?.push(waiting.seq);
			if (!heard || !alike(heard, one)) change.answer?.push({ ...one, seq: (heard ?? waiting)?.seq ?? place(one.seq) });
		} else if (heard && anew) {
			change.forget?.push(id);
			change.queue?.push(one);
		} else if (!heard && (!waiting || waiting.tries < one.tries || !sameWords(waiting, one) || (alone && waiting.seq !== one.seq))) {
			if (waiting && alone && waiting.seq !== one.seq) change.unqueue?.push(waiting.seq);
			change.queue?.push({ ...one, seq: alone ? one.seq : (waiting?.seq ?? place(one.seq)) });
		}
	}
	change.unqueue?.push(...disk.outbox.filter((entry) => entry.tries === 0 && since.folded.has(entry.mutation.id)).map(({ seq }) => seq));
	if (!alone) return change;
	return { ...change, ...standing(disk, memory, anew), forget: [...(change.forget ?? []), ...forgotten(disk.answered, memory)] };
}

function rowsFor(disk: Holding, memory: Holding, anew: boolean): WireRow[] {
	return [...memory.base.values()].filter((row) => anew || row.version > (disk.base.get(row.id)?.version ?? -1));
}

function standing(disk: Holding, memory: Holding, anew: boolean): Change {
	const { asof, heard, behind, scopes, persons } = memory;
	const held = new Set([...memory.base.values()].map(({ scope }) => scope));
	const dropScopes = [...new Set([...disk.base.values()].map(({ scope }) => scope))].filter((scope) => !held.has(scope));
	return { standing: { asof, ...(heard && { heard }), behind, scopes, persons }, dropScopes, ...(anew && { restart: true }) };
}

function forgotten(onDisk: Answered[], { answered, outbox }: Holding): MutationId[] {
	const known = new Set([...answered, ...outbox].map(({ mutation }: Answered | Entry) => mutation.id));
	return onDisk.map(({ mutation }) => mutation.id).filter((id) => !known.has(id));
}

const alike = (a: Answered, b: Answered) => a.verdict.status === b.verdict.status && a.verdict.clock === b.verdict.clock && a.dismissed === b.dismissed && sameWords(a, b);

/** What was purged while the disk refused lies there with its words still. */
const sameWords = (a: Entry | Answered, b: Entry | Answered) => a.mutation.emptied === b.mutation.emptied;
