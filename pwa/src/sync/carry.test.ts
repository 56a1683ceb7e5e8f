import { describe, expect, it } from 'vitest';
import { newId } from '../db/ids';
import { newHere, pack, unpack } from './carry';
import { type Change, type Holding, apply, fresh, offer, overlay, receive, save, setAside } from './core';
import { empty, put, seen } from './merge';
import type { Content, Mutation, MutationId, SyncAnswer, Verdict } from './wire';

const SCHOOL = '01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e01';
const NOTE = '01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e03';
const SCOPE = `walkthrough:${SCHOOL}`;
const NOW = '2026-03-02T10:00:00.000Z';

/** Counts what reaches it, and does each thing once; refuses what it is told to. */
class Server {
	applied: MutationId[] = [];
	content: Content = empty();
	constructor(public refuses: MutationId[] = []) {}

	take(mutation: Mutation): Verdict {
		if (this.refuses.includes(mutation.id)) return { id: mutation.id, status: 'rejected', clock: 1, problem: { number: '403.4', name: 'scope_lost', sentence: '' } };
		if (!this.applied.includes(mutation.id)) {
			this.applied.push(mutation.id);
			for (const op of mutation.ops) if (op.op === 'put') put(this.content, { mutation: mutation.id, by: 'ana', at: mutation.at }, op, (id) => this.applied.includes(id));
		}
		return { id: mutation.id, status: 'applied', clock: 1 };
	}

	/** One round trip; `most` says how far the line holds. */
	meet(holding: Holding, most = 50): void {
		const { request, change } = offer(holding, 1, most);
		apply(holding, change);
		const results = request.mutations.map((mutation) => this.take(mutation));
		const answer = { account: 'a', persons: {}, now: NOW, results, settled: [], records: [], rows: [], asof: {}, granted: {}, ended: [], behind: {}, more: false, safe: {}, app: { minBuild: 0, latestBuild: 1 }, deviceState: 'ok' } as SyncAnswer;
		apply(holding, receive(holding, request, answer, NOW) as Change);
	}
}

const device = (name: string) => fresh('a', name);
const write = (holding: Holding, text: string): MutationId => {
	const content = empty();
	for (const mutation of overlay(holding)) for (const op of mutation.ops) if (op.op === 'put') put(content, { mutation: mutation.id, by: '', at: '' }, op, () => true);
	const mutation: Mutation = { id: newId(), school: SCHOOL, verb: 'reword_evidence_note', schema: 1, at: NOW, ops: [{ op: 'put', kind: 'evidence_note', id: NOTE, scope: SCOPE, set: { text }, from: seen(content, ['text']) }] };
	apply(holding, save(holding, mutation));
	return mutation.id;
};
const ids = (holding: Holding) => holding.outbox.map(({ mutation }) => mutation.id);
/** As a file does it: packed, made text, read again somewhere else. */
const carry = (from: Holding): Mutation[] => {
	const { mutations, change } = pack(from);
	apply(from, change);
	return JSON.parse(JSON.stringify(mutations)) as Mutation[];
};

describe('unsent work carried to another device', () => {
	it('keeps its ids and its order, and is frozen on both', () => {
		const [a, b] = [device('a'), device('b')];
		write(a, 'one');
		a.outbox[0]!.tries = 1;
		write(a, 'two');
		const own = write(b, 'of b');
		apply(b, unpack(b, carry(a)));
		expect(ids(b)).toEqual([own, ...ids(a)]);
		expect([...a.outbox, ...b.outbox.slice(1)].every(({ tries }) => tries > 0)).toBe(true);
	});

	it('is one wording when the first device goes on typing and comes back', () => {
		const [a, b, server] = [device('a'), device('b'), new Server()];
		write(a, 'Pairs compare');
		const file = carry(a);
		write(a, 'Pairs compare two ways');
		apply(b, unpack(b, file));
		server.meet(b);
		server.meet(a);
		expect(server.content.fields['text']!.map(({ value }) => value)).toEqual(['Pairs compare two ways']);
		expect(server.applied).toHaveLength(2);
	});

	it('is done once, however often and wherever it is brought, in every order of meeting', () => {
		for (const order of ['aabbcc', 'bacabc', 'cbbaac', 'abcabc', 'bbbcca']) {
			const [a, b, c, server] = [device('a'), device('b'), device('c'), new Server()];
			for (const words of ['1', '2', '3']) {
				write(a, words);
				a.outbox.at(-1)!.tries = 1;
			}
			server.meet(a, 1); // a third of it was sent before the file was made …
			const file = carry(a);
			server.meet(a, 1); // … and another third after it
			for (const holding of [b, c, b]) apply(holding, unpack(holding, file));
			for (const who of order) server.meet({ a, b, c }[who] as Holding, 1);
			for (const holding of [a, b, c]) server.meet(holding);
			expect(server.applied).toHaveLength(3);
			expect(new Set(server.applied).size).toBe(3);
			expect(server.content.fields['text']!.map(({ value }) => value)).toEqual(['3']);
		}
	});

	it('takes what was refused along, so that its words are readable on the other device too', () => {
		const [a, b] = [device('a'), device('b')];
		const id = write(a, 'nobody may read this any more');
		const server = new Server([id]);
		server.meet(a);
		apply(b, unpack(b, carry(a)));
		server.meet(b);
		expect(b.answered.map(({ mutation, verdict }) => [mutation.id, verdict.status])).toEqual([[id, 'rejected']]);
	});

	it('leaves behind what its author has put aside', () => {
		const a = device('a');
		const id = write(a, 'x');
		apply(a, setAside(a, id, { number: '422.2', name: 'wrong_shape', sentence: '' }, NOW));
		a.answered[0]!.dismissed = true;
		expect(pack(a).mutations).toEqual([]);
	});

	it('leaves alone what the device knows already, also when a file names a thing twice', () => {
		const [a, b, server] = [device('a'), device('b'), new Server()];
		write(a, 'x');
		const file = carry(a);
		apply(b, unpack(b, [...file, ...file]));
		expect(b.outbox).toHaveLength(1);
		server.meet(b);
		expect(newHere(b, file)).toEqual([]);
		expect(unpack(b, file)).toEqual({ queue: [] });
	});
});
