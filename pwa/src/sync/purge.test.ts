import { describe, expect, it } from 'vitest';
import vectors from '../../../tests/wire/purge_vectors.json';
import { pack, unpack } from './carry';
import { type Holding, apply, fresh, offer, receive, restart, save } from './core';
import { PURGE, emptied } from './purge';
import type { Mutation, Op, SyncAnswer } from './wire';

const NAME = 'Maria';
const scope = 'walkthrough:w';
const op = (text: string, from: string[] = [], more = {}): Op => ({ op: 'put', kind: 'evidence_note', id: 'n', scope, set: { text, ...more }, from: { text: from } });
const mutation = (id: string, verb: string, ops: Op[]): Mutation => ({ id, school: 's', verb, schema: 1, at: '2026-03-02T10:00:00.000Z', ops });
const noted = (id: string) => mutation(id, 'add_evidence_note', [op(`${NAME} said 7`, [], { begunAt: 'now' }), { ...op('a tag'), id: 't' } as Op]);
const purges = (id: string, from: string[]) => mutation(id, PURGE, [op('a learner said 7', from)]);

const answering = (holding: Holding, more: Partial<SyncAnswer> = {}): SyncAnswer => ({
	account: 'a', persons: {}, now: '', results: [], settled: [], records: [], rows: [], asof: holding.asof ?? {}, granted: {}, ended: [], behind: {}, more: false, safe: {},
	app: { minBuild: 0, latestBuild: 1 }, deviceState: 'ok', ...more,
});
const words = (value: unknown): string => JSON.stringify(value);
const applied = (id: string) => ({ id, status: 'applied' as const, clock: 1 });
const do_ = (holding: Holding, one: Mutation) => apply(holding, save(holding, one));

/** A tablet that has told the server of a note with a name and then typed on, without an answer to that. */
function tablet(): Holding {
	const holding = fresh('a', 'd');
	do_(holding, noted('m1'));
	const first = offer(holding, 1);
	apply(holding, first.change);
	apply(holding, receive(holding, first.request, answering(holding, { results: [applied('m1')] }), '') as never);
	do_(holding, mutation('m2', 'reword_evidence_note', [op(`${NAME} said 7 of 9`, ['m1'])]));
	apply(holding, offer(holding, 1).change);
	do_(holding, mutation('m3', 'reword_evidence_note', [op(`${NAME} said 8 of 9`, ['m2'])]));
	return holding;
}

describe('a purge on the device', () => {
	it('empties as the shared vectors say', () => {
		for (const { mutation: before, places, after } of vectors) {
			expect(emptied(before as unknown as Mutation, places)).toEqual(after);
		}
	});

	it('takes the words out of what waits, offered or not, and keeps ids, order and what was seen', () => {
		const holding = tablet();
		do_(holding, purges('p', ['m3']));
		expect(holding.outbox.map((entry) => [entry.mutation.id, entry.tries])).toEqual([['m2', 1], ['m3', 0], ['p', 0]]);
		expect(words(holding.outbox)).not.toContain(NAME);
		expect(holding.outbox[1]?.mutation.ops[0]?.from).toEqual({ text: ['m2'] });
		expect(words(offer(holding, 1).request)).not.toContain(NAME);
	});

	it('leaves alone what it had not seen, other rows and other fields', () => {
		const holding = tablet();
		do_(holding, mutation('other', 'reword_evidence_note', [op(`${NAME} unseen`, ['m1'])]));
		do_(holding, mutation('row', 'reword_evidence_note', [{ ...op(`${NAME} elsewhere`), id: 'x' } as Op]));
		do_(holding, purges('p', ['m3']));
		expect(words(holding.outbox)).toContain(`${NAME} unseen`);
		expect(words(holding.outbox)).toContain(`${NAME} elsewhere`);
		expect(words(holding.outbox)).not.toContain(`${NAME} said`);
	});

	it('is told by the server which answered words go, and which of those that wait', () => {
		const holding = tablet();
		const { request, change } = offer(holding, 1);
		apply(holding, change);
		const purged = ['m1', 'm2', 'm3', 'never here'].map((one) => ({ mutation: one, row: 'n', field: 'text' }));
		apply(holding, receive(holding, request, answering(holding, { results: [applied('m2')], purged }), '') as never);
		expect(holding.answered.map((one) => [one.mutation.id, one.mutation.emptied])).toEqual([['m1', true], ['m2', true]]);
		expect(holding.outbox.map((one) => one.mutation.id)).toEqual(['m3']);
		expect(words({ ...holding, base: [] })).not.toContain(NAME);
		expect(words(holding.answered)).toContain('a tag'); // no other words are touched
	});

	it('puts no such words into a rescue file, nor back after a restore', () => {
		const holding = tablet();
		const old = pack(holding).mutations;
		do_(holding, purges('p', ['m3']));
		apply(holding, pack(holding).change);
		expect(words(pack(holding).mutations)).not.toContain(NAME);
		apply(holding, unpack(holding, old)); // a file of before the purge
		expect(words(holding.outbox)).not.toContain(NAME);
		const { request, change } = offer(holding, 1);
		apply(holding, change);
		const purged = [{ mutation: 'm1', row: 'n', field: 'text' }];
		apply(holding, receive(holding, request, answering(holding, { purged }), '') as never);
		apply(holding, restart(holding));
		expect(holding.outbox.map((one) => one.mutation.id)).toEqual(['m1', 'm2', 'm3', 'p']);
		expect(words(offer(holding, 1).request)).not.toContain(NAME);
	});
});
