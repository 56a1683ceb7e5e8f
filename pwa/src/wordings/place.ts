// A place with two wordings: a field of a row (or fields that go together) in which nobody who wrote had seen the others.
import { type Kind, type VerbName } from '../api/kinds';
import { type Writer, writers } from '../api/writers';
import { childId, scopeOwner, scopeType } from '../db/ids';
import { type Row, view } from '../db/view';
import { m } from '../i18n';
import type { Json, MutationId } from '../sync/wire';
import { FIELDS, type FieldWords, TOGETHER } from './fields';

/** What somebody wrote there; several mutations if they wrote the same. */
export interface Wording {
	mutations: MutationId[];
	pens: { by: string; at: string; mutation: MutationId }[];
	values: Record<string, Json>;
}

export interface Place {
	row: Row;
	/** The first gives the place its name. */
	fields: readonly string[];
	wordings: Wording[];
}

/** The places of a row in which a reader must choose. */
export function placesIn(row: Row): Place[] {
	const words = FIELDS[row.kind] ?? {};
	const together = TOGETHER[row.kind] ?? [];
	const alone = Object.keys(words).filter((field) => !together.some((group) => group.includes(field))).map((field) => [field]);
	const places = [...together, ...alone].filter((fields) => fields.some((field) => row.conflicts.includes(field)));
	return places.map((fields) => ({ row, fields, wordings: wordingsOf(row, fields) })).filter(({ wordings }) => wordings.length > 1 && !isOver(row));
}

/** All places that wait for a choice on this device, and rows that came back: what the one list counts. */
export function openPlaces(): { places: Place[]; back: Row[] } {
	const rows = view.unsettled();
	return { places: rows.flatMap(placesIn).filter(mayChoose), back: rows.filter((row) => row.cameBack && mayKeep(row)) };
}

export const wordsOf = (row: Row, field: string): FieldWords | undefined => FIELDS[row.kind]?.[field];

/** The fields of a place that are shown; the others go with them. */
export const shownIn = (place: Place): string[] => place.fields.filter((field) => wordsOf(place.row, field));

export const labelOf = (place: Place): string => wordsOf(place.row, place.fields[0] ?? '')?.label() ?? '';

export const said = (place: Place, values: Record<string, Json>): string[] => shownIn(place).map((field) => wordsOf(place.row, field)?.say(values[field] ?? null) ?? '');

/** The verb that writes these values here. Two verbs may: which one is meant shows in the value. */
export function verbFor(place: Pick<Place, 'row' | 'fields'>, values: Record<string, Json>): VerbName | undefined {
	const { kind } = place.row;
	if (kind === 'walkthrough' && 'finishedAt' in values) return values['finishedAt'] ? 'finish_walkthrough' : 'reopen_walkthrough';
	if (kind === 'feedback' && 'shared' in values) return values['shared'] ? 'share_feedback' : 'withdraw_share';
	return writerOf(kind, place.fields)?.verb;
}

/** The narrowest verb that may write all these fields of a row that stands. */
export function writerOf(kind: Kind, fields: readonly string[]): Writer | undefined {
	const able = (writers[kind] ?? []).filter((writer) => fields.every((field) => writer.fields.includes(field)));
	return [...able].sort((a, b) => a.fields.length - b.fields.length)[0];
}

/** Whether the reader may choose here: by role, and where only one person may, by being that person. */
export function mayChoose({ row, fields }: Pick<Place, 'row' | 'fields'>): boolean {
	const role = view.roleIn(row.scope);
	if (!role || !writerOf(row.kind, fields)?.by.includes(role)) return false;
	if (row.kind === 'person') return role === 'admin' || (isMe(row, row.id) && !fields.includes('email'));
	const [only] = onlyOne(row, fields);
	return only === undefined || isMe(row, only);
}

/** Who may, as a sentence for those who may not. */
export function whoMay({ row, fields }: Pick<Place, 'row' | 'fields'>): string {
	const [only, name] = onlyOne(row, fields);
	if (only !== undefined) return name ? m.wordings_who_named({ name }) : m.wordings_who_author();
	const by = writerOf(row.kind, fields)?.by ?? [];
	if (by.includes('observer')) return m.wordings_who_observer();
	return by.includes('facilitator') ? m.wordings_who_facilitator() : m.wordings_who_admin();
}

/** A row that came back can be kept or taken away again by whoever may write and remove it. */
export const mayKeep = (row: Row): boolean => goneFields(row).some((field) => !row.conflicts.includes(field)) && mayChoose({ row, fields: goneFields(row) });

/** Fields that were removed with the row and that nobody has written since. */
export function goneFields(row: Row): string[] {
	const content = view.content(row.id);
	return Object.entries(row.heads).flatMap(([field, heads]) => (heads.length > 0 && heads.every((head) => content?.removed.includes(head.mutation)) ? [field] : []));
}

/** The school that a row belongs to: the one in which I am in its scope. */
export function schoolOf({ scope }: Row): string {
	if (['school', 'staff', 'leaders'].includes(scopeType(scope))) return scopeOwner(scope);
	const names = new Set([...view.all('visited', { scope }), ...view.all('team_member', { scope })].map(({ personId }) => personId));
	names.add(view.get('walkthrough', scopeOwner(scope))?.observerId ?? null);
	return (view.schools.find(({ id }) => names.has(id)) ?? view.schools[0])?.school ?? '';
}

export const isMe = (row: Row, person: string): boolean => person === view.personIn(schoolOf(row));

function wordingsOf(row: Row, fields: readonly string[]): Wording[] {
	const heads = fields.flatMap((field) => row.heads[field] ?? []);
	const wordings = new Map<string, Wording>();
	for (const { mutation, by, at } of heads) {
		const values = Object.fromEntries(fields.map((field) => [field, valueBy(row, field, mutation)]));
		const key = JSON.stringify(said({ row, fields, wordings: [] }, values));
		const known = wordings.get(key);
		if (!known) wordings.set(key, { mutations: [mutation], pens: [{ by, at, mutation }], values });
		else if (!known.mutations.includes(mutation)) {
			known.mutations.push(mutation);
			known.pens.push({ by, at, mutation });
		}
	}
	return [...wordings.values()];
}

function valueBy(row: Row, field: string, mutation: MutationId): Json {
	const heads = row.heads[field] ?? [];
	return (heads.find((head) => head.mutation === mutation) ?? heads[0])?.value ?? null;
}

/** The one person who may write here, with the name if it may be said; nothing if a role is enough. */
function onlyOne(row: Row, fields: readonly string[]): [string?, (string | undefined)?] {
	const named = (person: string | null): [string?, (string | undefined)?] => (person ? [person, nameIn(row.scope, person)] : []);
	if (row.kind === 'contribution') return [row.heads['meetingId']?.[0]?.by ?? ''];
	if (row.kind === 'response' || row.kind === 'consent') return named((row as Row<'response' | 'consent'>).teacherId);
	return row.kind === 'next_step' && fields.includes('agreed') ? named((row as Row<'next_step'>).ownerId) : [];
}

/** A person's name where the reader may know it: from the directory, else as it stands in this scope. */
export function nameIn(scope: string, person: string): string | undefined {
	const seat = view.get('team_member', childId(scopeOwner(scope), person)) ?? view.get('visited', childId(scopeOwner(scope), person));
	return view.get('person', person)?.name ?? seat?.name ?? undefined;
}

/** A closed meeting has no phase any more. */
const isOver = (row: Row): boolean => row.kind === 'meeting' && Boolean((row as Row<'meeting'>).closedAt);
