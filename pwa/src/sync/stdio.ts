/**
 * The device's sync core as a program that speaks JSON lines, so that the model test (`tests/two_devices`)
 * drives the very code that ships. One process holds many devices; a `crash` computes a step and loses it.
 */
import { createInterface } from 'node:readline';
import { type Change, type Holding, apply, fresh, offer, overlay, receive, restart, save } from './core.ts';
import { alive, copy, empty, put, remove, seen } from './merge.ts';
import type { Content, Mutation, SyncAnswer, SyncRequest } from './wire.ts';

type Asked = { device: string; crash?: boolean } & (
	| { do: 'new'; account: string; name: string }
	| { do: 'clone'; from: string }
	| { do: 'save'; mutation: Mutation }
	| { do: 'offer'; most: number }
	| { do: 'receive'; request: SyncRequest; answer: SyncAnswer; now: string }
	| { do: 'restart'; request: SyncRequest }
	| { do: 'view'; id: string }
	| { do: 'seen'; id: string }
	| { do: 'dump' }
);

const devices = new Map<string, Holding>();

function answer(asked: Asked): unknown {
	if (asked.do === 'new') return devices.set(asked.device, fresh(asked.account, asked.name)) && null;
	if (asked.do === 'clone') return devices.set(asked.device, structuredClone(held(asked.from))) && null;
	const holding = held(asked.device);
	const keep = (change: Change) => (asked.crash ? undefined : apply(holding, structuredClone(change)));
	switch (asked.do) {
		case 'save':
			keep(save(holding, asked.mutation));
			return null;
		case 'offer': {
			const { request, change } = offer(holding, 1, asked.most);
			keep(change);
			return request;
		}
		case 'receive': {
			const change = receive(holding, asked.request, asked.answer, asked.now);
			if (change === 'stale') return 'stale';
			keep(change);
			return asked.answer.more || holding.outbox.length > 0 || Object.keys(holding.behind).length > 0 ? 'more' : 'done';
		}
		case 'restart':
			if (JSON.stringify(holding.asof) !== JSON.stringify(asked.request.asof)) return 'stale';
			keep(restart(holding));
			return 'restart';
		case 'view': {
			const content = view(holding, asked.id);
			return content && { ...content, alive: alive(content) };
		}
		case 'seen': {
			const content = view(holding, asked.id) ?? empty();
			return seen(content, Object.keys(content.fields));
		}
		case 'dump':
			return { ...holding, base: Object.fromEntries(holding.base) };
	}
}

function held(device: string): Holding {
	const holding = devices.get(device);
	if (!holding) throw new Error(`no device ${device}`);
	return holding;
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
