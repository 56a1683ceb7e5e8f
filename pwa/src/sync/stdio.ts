/**
 * The device's sync core as a program that speaks JSON lines, so that the model test (`tests/two_devices`)
 * drives the very code that ships. One process holds many devices; a `crash` computes a step and loses it.
 */
import { createInterface } from 'node:readline';
import { pack, unpack } from './carry.ts';
import { type Change, type Holding, apply, fresh, offer, overlay, receive, restart, save } from './core.ts';
import { alive, copy, empty, put, remove, seen } from './merge.ts';
import type { Content, LivingRow, Mutation, MutationId, Op, PutOp, RemoveOp, Seen, SyncAnswer, SyncRequest } from './wire.ts';

/** A mutation whose ops may leave `from` to the device: what its person sees now. */
type Unseen = Omit<Mutation, 'ops'> & { ops: (Omit<PutOp, 'from'> & { from?: Seen } | Omit<RemoveOp, 'from'> & { from?: Seen })[] };

type Asked = { device: string; crash?: boolean } & (
	| { do: 'new'; account: string; name: string }
	| { do: 'clone'; from: string }
	| { do: 'save'; mutation: Unseen }
	| { do: 'offer'; most: number }
	| { do: 'receive'; request: SyncRequest; answer: SyncAnswer; now: string }
	| { do: 'restart'; request: SyncRequest }
	| { do: 'pack' }
	| { do: 'unpack'; mutations: Mutation[] }
	| { do: 'there'; ids: string[] }
	| { do: 'glance' }
	| { do: 'dump' }
);

const devices = new Map<string, Holding>();

function answer(asked: Asked): unknown {
	if (asked.do === 'new') return devices.set(asked.device, fresh(asked.account, asked.name)) && null;
	if (asked.do === 'clone') return devices.set(asked.device, structuredClone(held(asked.from))) && null;
	const holding = held(asked.device);
	const keep = (change: Change) => (asked.crash ? undefined : apply(holding, structuredClone(change)));
	switch (asked.do) {
		case 'save': {
			const mutation = looked(holding, asked.mutation);
			keep(save(holding, mutation));
			const saved = holding.outbox.find((entry) => entry.mutation.id === mutation.id)?.mutation;
			return { mutation: saved ?? mutation, shown: showsItsOwn(holding, mutation), outbox: waiting(holding) };
		}
		case 'offer': {
			const { request, change } = offer(holding, 1, asked.most);
			keep(change);
			return request;
		}
		case 'receive': {
			const change = receive(holding, asked.request, asked.answer, asked.now);
			if (change === 'stale') return { word: 'stale', glance: glance(holding) };
			keep(change);
			const more = asked.answer.more || holding.outbox.length > 0 || Object.keys(holding.behind).length > 0;
			return { word: more ? 'more' : 'done', glance: glance(holding) };
		}
		case 'restart':
			if (JSON.stringify(holding.asof) !== JSON.stringify(asked.request.asof)) return 'stale';
			keep(restart(holding));
			return 'restart';
		case 'pack': {
			const { mutations, change } = pack(holding);
			keep(change);
			return mutations;
		}
		case 'unpack':
			keep(unpack(holding, asked.mutations));
			return glance(holding);
		case 'there':
			return asked.ids.filter((id) => {
				const content = view(holding, id);
				return content && alive(content);
			});
		case 'glance':
			return glance(holding);
		case 'dump':
			return { ...holding, base: Object.fromEntries(holding.base) };
	}
}

function held(device: string): Holding {
	const holding = devices.get(device);
	if (!holding) throw new Error(`no device ${device}`);
	return holding;
}

/** What the model test looks at after every step: everything but the words. */
function glance(holding: Holding) {
	const { asof, behind, scopes, base } = holding;
	const pending = new Set(overlay(holding).flatMap(({ ops }) => ops.map((op) => op.id)));
	const settled = [...base.values()].filter((row) => !row.gone && !pending.has(row.id)) as LivingRow[];
	const heads = settled.flatMap(({ fields }) => Object.values(fields).flatMap((some) => some.map((head) => head.mutation)));
	return {
		asof,
		behind,
		scopes,
		outbox: waiting(holding),
		answered: Object.fromEntries(holding.answered.map(({ mutation, verdict }) => [mutation.id, verdict.status])),
		versions: Object.fromEntries([...base.values()].map((row) => [row.id, row.version])),
		heads: [...new Set(heads)],
		hidden: hidden(holding),
		strangers: [...base.values()].filter((row) => !(row.scope in scopes)).map((row) => row.id),
	};
}

/** Values that its person ought to see and does not: the base's and the unsent ones that no unsent change had seen. */
function hidden(holding: Holding): MutationId[] {
	const unsent = [...holding.answered.filter((one) => one.verdict.status === 'parked'), ...holding.outbox].map((one) => one.mutation);
	const puts = unsent.flatMap(({ id, ops }) => ops.flatMap((op) => (op.op === 'put' ? [{ mutation: id, ...op }] : [])));
	return puts.flatMap(({ id, set }) => {
		const row = holding.base.get(id);
		const base = row && !row.gone ? row : empty();
		return Object.keys(set).flatMap((field) => {
			const here = puts.filter((put) => put.id === id && field in put.set);
			const replaced = new Set([...here.flatMap((put) => put.from[field] ?? []), ...(base.superseded[field] ?? [])]);
			const there = [...(base.fields[field] ?? []), ...here].map((one) => one.mutation);
			const shown = new Set(view(holding, id)?.fields[field]?.map((head) => head.mutation));
			return there.filter((mutation) => !replaced.has(mutation) && !shown.has(mutation));
		});
	});
}

const waiting = (holding: Holding) => holding.outbox.map((entry) => entry.mutation.id);

/** The mutation with what its author sees in every `from` that was left open. */
function looked(holding: Holding, mutation: Unseen): Mutation {
	const ops = mutation.ops.map((op) => {
		const content = view(holding, op.id) ?? empty();
		const fields = op.op === 'put' ? Object.keys(op.set) : Object.keys(content.fields);
		return { ...op, from: op.from ?? seen(content, fields) } as Op;
	});
	return { ...mutation, ops };
}

/** Whether every value that was just put stands in the view as its newest. */
function showsItsOwn(holding: Holding, { id, ops }: Mutation): boolean {
	return ops.every((op) => {
		const content = view(holding, op.id);
		return op.op === 'remove' || Object.keys(op.set).every((field) => content?.fields[field]?.at(-1)?.mutation === id);
	});
}

function view(holding: Holding, id: string): Content | null {
	const row = holding.base.get(id);
	let content = row && !row.gone ? copy(row) : null;
	for (const mutation of overlay(holding)) {
		for (const op of mutation.ops.filter((one) => one.id === id)) {
			content ??= empty();
			const pen = { mutation: mutation.id, by: holding.persons[mutation.school] ?? '', at: mutation.at };
			if (op.op === 'put') put(content, pen, op, () => true);
			else remove(content, op);
		}
	}
	return content;
}

for await (const line of createInterface({ input: process.stdin })) {
	try {
		process.stdout.write(`${JSON.stringify({ ok: answer(JSON.parse(line) as Asked) ?? null })}\n`);
	} catch (error) {
		process.stdout.write(`${JSON.stringify({ error: String(error) })}\n`);
	}
}
