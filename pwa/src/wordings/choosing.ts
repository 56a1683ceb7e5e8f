// What a person does about two wordings and about what came back: ordinary verbs, whose `from` is what was on the screen.
import { act, put, remove } from '../db/act';
import { type Row, view } from '../db/view';
import { removers } from '../api/writers';
import type { Json, MutationId, Seen } from '../sync/wire';
import { ALWAYS, TOGETHER } from './fields';
import { type Place, goneFields, schoolOf, verbFor, writerOf } from './place';

/** Every wording of a place, as it stands now. */
export const headsIn = (place: Place): MutationId[] => place.wordings.flatMap(({ mutations }) => mutations);

/**
 * These values take the place of all wordings that were on the screen. `saw`: the mutations that were shown; one that
 * has arrived since stays beside the choice (RULINGS 22).
 */
export async function choose(place: Place, values: Record<string, Json>, saw: readonly MutationId[]): Promise<() => Promise<void>> {
	const arrived = new Set(headsIn(place).filter((id) => !saw.includes(id)));
	const verb = verbFor(place, values);
	if (!verb) throw new Error(`nothing writes ${place.row.kind}.${place.fields.join()}`);
	await say(place, values, (field) => headsOf(place.row.id, field).filter((id) => !arrived.has(id)));
	const others = place.wordings.filter((one) => one.mutations.some((id) => saw.includes(id)) && !same(one.values, values));
	return async () => {
		for (const other of others) await say(place, other.values, () => []); // beside the choice again, for another look
	};
}

/** Both in one, each once, in the order in which the server took them. */
export function joined(texts: readonly string[]): string {
	return [...new Set(texts.map((text) => text.trim()).filter(Boolean))].join('\n');
}

/** What a place holds when somebody has written a third wording: their words, and the moment where one belongs to it. */
export function withMoment(place: Place, values: Record<string, Json>): Record<string, Json> {
	const now = new Date().toISOString();
	const moments = place.fields.filter((field) => !(field in values) && field.endsWith('At'));
	return { ...values, ...Object.fromEntries(moments.map((field) => [field, now])) };
}

/** What came back stays: what was removed with it is said again. Where two wordings stand, nothing is chosen by it. */
export function keepBack(row: Row): Promise<string> {
	const gone = goneFields(row);
	const certain = gone.filter((field) => !row.conflicts.includes(field));
	const fields = [...new Set([...certain, ...certain.flatMap((field) => TOGETHER[row.kind]?.find((group) => group.includes(field)) ?? [])])];
	const verb = writerOf(row.kind, gone)?.verb;
	if (!verb) throw new Error(`nothing brings back ${row.kind}.${gone.join()}`);
	const values = Object.fromEntries(fields.map((field) => [field, (row as unknown as Record<string, Json>)[field] ?? null]));
	return act(schoolOf(row), verb, [put(row.kind, row.id, row.scope, values as never)]);
}

/** Take it away again, with what was changed in it; a strength goes with what it rests on. */
export function removeAgain(row: Row): Promise<string> {
	const verb = removers[row.kind]?.verb;
	if (!verb) throw new Error(`nothing removes ${row.kind}`);
	const links = row.kind === 'strength' ? view.all('strength_note', { scope: row.scope, strengthId: row.id }) : [];
	return act(schoolOf(row), verb, [remove(row.kind, row.id, row.scope), ...links.map(({ id, scope }) => remove('strength_note', id, scope))]);
}

async function say(place: Place, values: Record<string, Json>, from: (field: string) => MutationId[]): Promise<void> {
	const { row } = place;
	const always = Object.fromEntries((ALWAYS[row.kind] ?? []).map((field) => [field, (row as unknown as Record<string, Json>)[field] ?? null]));
	const set: Record<string, Json> = { ...always, ...values };
	const seen: Seen = Object.fromEntries(Object.keys(set).map((field) => [field, field in always ? headsOf(row.id, field) : from(field)]));
	const verb = verbFor(place, values);
	if (verb) await act(schoolOf(row), verb, [put(row.kind, row.id, row.scope, set as never, seen)]);
}

const headsOf = (id: string, field: string): MutationId[] => (view.content(id)?.fields[field] ?? []).map(({ mutation }) => mutation);

const same = (one: Record<string, Json>, other: Record<string, Json>): boolean => JSON.stringify(one) === JSON.stringify(other);
