/**
 * The four true states of a word: on this device, on the server, readable by the teacher, answered; two that may come
 * between: `held` (the server keeps it until what it names arrives) and `attention` (it could not be taken in, and its
 * author should know); and before them all `page`, while this device's disk refuses. Each is true of the newest
 * wording: nothing is said before the durable answer, and what the teacher can read is what the server has, whatever
 * this device means to do next.
 */
import type { Answered, Entry } from '../sync/core';
import { disk } from './disk.svelte';
import { childId, scopeOwner, scopeType } from './ids';
import { type Row, view } from './view';

export type ReceiptState = 'page' | 'device' | 'held' | 'server' | 'teacher' | 'answered' | 'attention';

type Told = Pick<Row, 'id' | 'kind' | 'scope' | 'version'>;

/** Where one row is: as far as the change in it that has come least far. */
export function receiptOf(row: Told): ReceiptState {
	return receiptsOf([row]).get(row.id) as ReceiptState;
}

/** The same for many rows of one scope, by id: how far the scope has come is asked once. */
export function receiptsOf(rows: readonly Told[]): Map<string, ReceiptState> {
	const queues = view.queues; // once: each reading of a signal costs
	const [first] = rows;
	const visit = first && arrivedOf(first.scope);
	const newest = visit === 'answered' ? Math.max(...answersOnServer(first?.scope ?? '').map(({ version }) => version)) : 0;
	const arrived = (row: Told): ReceiptState => {
		if (row.kind === 'response') return 'teacher'; // who observed is always in the visit
		return visit === 'answered' && newest < row.version ? 'teacher' : (visit ?? 'server');
	};
	return new Map(rows.map((row) => [row.id, keptBack('id', row.id, queues) ?? arrived(row)]));
}

/** Where a whole visit is: as far as the part of it that has come least far, also what was taken away from it. */
export function receiptOfScope(scope: string): ReceiptState {
	return keptBack('scope', scope) ?? arrivedOf(scope);
}

/** Who of the visited has answered, as the server knows it. */
export function answeredIn(scope: string): string[] {
	const persons = new Set(answersOnServer(scope).map(({ teacherId }) => teacherId));
	return view.all('visited', { scope }).flatMap(({ personId, name }) => (persons.has(personId) ? (name ?? []) : []));
}

/** What of a row or a scope the server has not taken in. */
function keptBack(by: 'id' | 'scope', id: string, { outbox, answered } = view.queues): ReceiptState | undefined {
	const told = index(answered, standing)[by].get(id);
	if (told === 'attention') return told;
	if (isUnkept(by, id)) return 'page';
	return index(outbox, () => 'device')[by].get(id) ?? told ?? (areBytesHere(by, id) ? 'device' : undefined);
}

/** The words of a picture may be on the server while its bytes are not: then it is not there yet. */
const areBytesHere = (by: 'id' | 'scope', id: string): boolean => (by === 'id' ? disk.bytes.has(id) : [...disk.bytes.values()].includes(id));

/**
 * The disk did not take it: only this open page has it, so "on this device" would be too much said. Asked anew each
 * time, because the disk may take it while the queue stays as it is.
 */
function isUnkept(by: 'id' | 'scope', id: string): boolean {
	if (disk.unkept.size === 0) return false;
	return view.queues.outbox.some(({ mutation }) => disk.unkept.has(mutation.id) && mutation.ops.some((op) => op[by] === id));
}

function standing({ verdict, dismissed }: Answered): ReceiptState | undefined {
	if (verdict.status === 'applied') return undefined;
	if (verdict.status === 'rejected') return dismissed ? undefined : 'attention';
	return verdict.problem?.name === 'device_closed' ? 'attention' : 'held';
}

function arrivedOf(scope: string): ReceiptState {
	if (scopeType(scope) !== 'walkthrough') return 'server';
	if (!view.onServer('feedback', childId(scopeOwner(scope), 'feedback'))?.shared) return 'server';
	return answersOnServer(scope).length > 0 ? 'answered' : 'teacher';
}

const answersOnServer = (scope: string): Row<'response'>[] =>
	view.all('response', { scope }).flatMap(({ id }) => view.onServer('response', id) ?? []).filter(({ answer }) => answer);

type States = Map<string, ReceiptState>;
const indexes = new WeakMap<object, { id: States; scope: States }>();

/** A queue is a new array after each change, so what is worked out about one stays true as long as it is there. */
function index<T extends Answered | Entry>(queue: T[], state: (one: T) => ReceiptState | undefined): { id: States; scope: States } {
	const known = indexes.get(queue);
	if (known) return known;
	const found = { id: new Map<string, ReceiptState>(), scope: new Map<string, ReceiptState>() };
	indexes.set(queue, found);
	for (const one of queue) {
		const said = state(one);
		for (const op of said ? one.mutation.ops : []) {
			for (const by of ['id', 'scope'] as const) if (said && found[by].get(op[by]) !== 'attention') found[by].set(op[by], said);
		}
	}
	return found;
}
