// One visit as its screens read it, and what its observer does in it. Everything goes through the verbs.
import { type Draft, act, put, remove } from '../db/act';
import { childId, newId, scopeOf } from '../db/ids';
import { type Keeping, askToKeep } from '../db/persist';
import { type Row, view } from '../db/view';
import { list } from '../i18n';
import { charterInForce } from '../inquiry/charter';
import { type Worded, lookForsOf, worded } from '../inquiry/protocols';
import { mySchool } from '../people/my-school.svelte';
import type { Room } from './likely';
import { byBeginning, restsOnlyOn } from './capturing';
import { sayParts } from './media/parts';

export type Note = Row<'evidence_note'>;

let asked: Promise<Keeping> | undefined;

export const visitScope = (visit: string): string => scopeOf('walkthrough', visit);

/** The school of a visit is the one in which its observer is who they are. */
export function schoolOf(visit: Row<'walkthrough'>): string {
	return view.schools.find(({ id }) => id === visit.observerId)?.school ?? mySchool.id;
}

/** Whether I am its observer: on this device, or as the server says. */
export function isMine(visit: Row<'walkthrough'>): boolean {
	return view.roleIn(visit.scope) === 'observer' && visit.observerId === view.personIn(schoolOf(visit));
}

/** Begin a visit to these teachers of a class. Answers its id once this device has it. */
export async function startVisit(plan: { room: Room; teachers: Room['teachers']; protocol: string; focus?: { lookFor?: string | undefined; text: string } | undefined; invitation?: string | undefined }): Promise<string> {
	const id = newId();
	const scope = visitScope(id);
	const now = new Date();
	const charterId = charterInForce(mySchool.id)?.charter.id;
	const visit = put('walkthrough', id, scope, {
		classId: plan.room.id,
		classTitle: plan.room.title,
		protocolId: plan.protocol,
		...(charterId && { charterId }),
		observerId: mySchool.person,
		startedAt: now.toISOString(),
		startedOffset: offsetOf(now),
		...(plan.focus && { focusText: plan.focus.text, ...(plan.focus.lookFor && { focusLookForId: plan.focus.lookFor }) }),
		...(plan.invitation && { invitationId: plan.invitation }),
	});
	const visited = plan.teachers.map(({ id: person, name }) => put('visited', childId(id, person), scope, { personId: person, name }));
	await act(mySchool.id, 'start_walkthrough', [visit, ...visited]);
	return id;
}

/** "Ben Okafor and Dee Alvarez" */
export function whoOf(visit: string): string {
	return list(view.all('visited', { scope: visitScope(visit) }).flatMap(({ name }) => name ?? []));
}

/** What one would say: "Ben", or both names in full where two are called the same. */
export function callNames(visit: string): string {
	const names = view.all('visited', { scope: visitScope(visit) }).flatMap(({ name }) => name ?? []);
	const first = names.map((name) => (/^(?:\p{L}+\.|Mr|Mrs|Ms|Miss|Dr|Sra?|Prof)\s/u.test(name) ? name : (name.split(/\s+/)[0] ?? name)));
	return list(new Set(first).size === first.length ? first : names);
}

export interface LookForShown extends Worded {
	id: string;
	/** A team asked to notice this one. */
	inFocus: boolean;
}

/** The look-fors of this visit: its protocol's, and the focus that a team asked for, which comes first. */
export function lookForsIn(visit: Row<'walkthrough'>): LookForShown[] {
	const own = lookForsOf(visit.protocolId).map(({ id }) => id);
	const focus = visit.focusLookForId;
	const ids = focus ? [focus, ...own.filter((id) => id !== focus)] : own;
	return ids.map((id) => {
		const words = worded(id, 'text');
		const asAsked = { text: visit.focusText ?? '', lang: undefined };
		return { id, inFocus: id === focus, ...(words.text ? words : id === focus ? asAsked : words) };
	});
}

/** The evidence in the order in which it was seen. */
export const notesOf = (visit: string): Note[] => byBeginning(view.all('evidence_note', { scope: visitScope(visit) }));

export function tagsOf(note: Pick<Note, 'id' | 'scope'>): string[] {
	return view.all('note_tag', { scope: note.scope, noteId: note.id }).flatMap(({ lookForId }) => lookForId ?? []);
}

/** The look-fors of all notes of a visit, by note: asked once for a long stream. */
export function tagsIn(visit: string): Map<string, string[]> {
	const tags = new Map<string, string[]>();
	for (const { noteId, lookForId } of view.all('note_tag', { scope: visitScope(visit) })) {
		if (noteId && lookForId) tags.set(noteId, [...(tags.get(noteId) ?? []), lookForId]);
	}
	return tags;
}

/** What a note says: its words, else what its sketch or photo shows and what was noticed. */
export function sayNote(note: Note): string {
	return note.text || list([...sayParts(note), ...tagsOf(note).map((lookFor) => worded(lookFor, 'text').text)]);
}

export async function addNote(school: string, scope: string, note: { id: string; text: string; begun: Date; lookFors: string[] }): Promise<void> {
	const begun = { begunAt: note.begun.toISOString(), begunOffset: offsetOf(note.begun) };
	await act(school, 'add_evidence_note', [put('evidence_note', note.id, scope, { text: note.text, ...begun }), ...note.lookFors.map((one) => tag(note.id, one, scope))]);
	asked ??= askToKeep(); // by now it is plain what there is to keep
}

export const tagNote = (school: string, note: Pick<Note, 'id' | 'scope'>, lookFor: string): Promise<string> =>
	act(school, 'tag_note', [tag(note.id, lookFor, note.scope)]);

export const untagNote = (school: string, note: Pick<Note, 'id' | 'scope'>, lookFor: string): Promise<string> =>
	act(school, 'untag_note', [remove('note_tag', childId(note.id, lookFor), note.scope)]);

/** Once shared, a note on which a strength rests alone has to stay. */
export function mustStay(note: Note): boolean {
	const shared = view.get('feedback', childId(note.scope.slice('walkthrough:'.length), 'feedback'))?.shared;
	const living = new Set(view.all('evidence_note', { scope: note.scope }).map(({ id }) => id));
	return Boolean(shared) && restsOnlyOn(note.id, view.all('strength_note', { scope: note.scope }), living);
}

/** A note that says nothing goes; one that says something goes through the bin (`removing.ts`). */
export const dropNote = (school: string, { id, scope }: Pick<Note, 'id' | 'scope'>): Promise<string> =>
	act(school, 'remove_evidence_note', [remove('evidence_note', id, scope)]);

export const finishVisit = (visit: Row<'walkthrough'>): Promise<string> =>
	act(schoolOf(visit), 'finish_walkthrough', [put('walkthrough', visit.id, visit.scope, { finishedAt: new Date().toISOString() })]);

export const reopenVisit = (visit: Row<'walkthrough'>): Promise<string> =>
	act(schoolOf(visit), 'reopen_walkthrough', [put('walkthrough', visit.id, visit.scope, { finishedAt: null })]);

/** Put a visit away, or bring it back. */
export const discardVisit = (visit: Row<'walkthrough'>, discarded = true): Promise<string> =>
	act(schoolOf(visit), 'discard_walkthrough', [put('walkthrough', visit.id, visit.scope, { discarded })]);

const tag = (note: string, lookFor: string, scope: string): Draft => put('note_tag', childId(note, lookFor), scope, { noteId: note, lookForId: lookFor });

/** Minutes east of UTC on this device. */
export const offsetOf = (when: Date): number => -when.getTimezoneOffset() || 0;
