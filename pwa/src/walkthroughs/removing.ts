// Taking something away, with the way back: at once by what these functions answer, for 30 days from the bin.
import { act, put, remove } from '../db/act';
import { childId, newId, scopeOwner } from '../db/ids';
import { onScreen } from '../db/row';
import { type Row, view } from '../db/view';
import { bin } from './bin.svelte';
import type { Binned, Removed } from './binning';
import { isEmptyNote } from './capturing';
import { type Picture, type Sketch, fieldsOf, partsOf, sawOf, sayPart, sayParts } from './media/parts';
import { type Note, mustStay, tagNote, tagsOf, untagNote, visitScope } from './visit';

/** Take a note away; what comes back brings it back as it was. Its tags wait where they are. */
export async function removeNote(school: string, note: Note): Promise<() => Promise<unknown>> {
	const { id, scope, text, begunAt, begunOffset } = note;
	const content = view.content(id);
	const saw = Object.fromEntries(['text', 'begunAt', 'begunOffset'].map((field) => [field, onScreen(content, field)]));
	const words = (content?.fields['text'] ?? []).map(({ mutation }) => mutation);
	const thing = await intoBin(id, scope, { kind: 'note', text: text ?? '', begunAt, begunOffset, lookFors: tagsOf(note), saw, shown: sayParts(note) }, words);
	await act(school, 'remove_evidence_note', [remove('evidence_note', id, scope)]);
	return () => back(school, thing);
}

/** Take a sketch or a photo off its note, or the note with it if it says nothing else. Undefined: it has to stay. */
export async function removePart(school: string, part: Sketch | Picture): Promise<(() => Promise<unknown>) | undefined> {
	const { id, scope, noteId } = part;
	const note = view.get('evidence_note', noteId);
	if (note && isEmptyNote(note.text ?? '', tagsOf(note)) && partsOf(note).length === 1) return mustStay(note) ? undefined : removeNote(school, note);
	const [fields, words] = [fieldsOf(part), (part.heads['described'] ?? []).map(({ mutation }) => mutation)];
	const was = { kind: 'part', of: part.kind, note: noteId ?? '', shown: [sayPart(part)], fields, saw: sawOf(id, Object.keys(fields)) } as const;
	const thing = await intoBin(id, scope, { ...was, shown: [...was.shown] }, words);
	await act(school, part.kind === 'sketch' ? 'remove_sketch' : 'remove_picture', [remove(part.kind, id, scope)]);
	return () => back(school, thing);
}

/** Take a look-for off a note. */
export async function removeTag(school: string, note: Pick<Note, 'id' | 'scope'>, lookFor: string): Promise<() => Promise<unknown>> {
	const id = childId(note.id, lookFor);
	const thing = await intoBin(id, note.scope, { kind: 'tag', note: note.id, lookFor });
	await untagNote(school, note, lookFor);
	return () => back(school, thing);
}

/** Take a strength away with what it rests on. */
export async function removeStrength(school: string, strength: Row<'strength'>, notes: string[]): Promise<() => Promise<unknown>> {
	const { id, scope, text, position } = strength;
	const words = (strength.heads['text'] ?? []).map(({ mutation }) => mutation);
	const was = { kind: 'strength', text: text ?? '', position: position ?? 0, notes } as const;
	const thing = text?.trim() ? await intoBin(id, scope, was, words) : thingOf(id, scope, was, words);
	const links = notes.map((note) => remove('strength_note', childId(id, note), scope));
	await act(school, 'drop_strength', [remove('strength', id, scope), ...links]);
	return () => back(school, thing);
}

/** Put it back where it was, and out of the bin. False: it lies there no more, or what it belonged to is gone. */
export async function putBack(school: string, id: string): Promise<boolean> {
	await bin.look(); // what was purged meanwhile does not come back
	const thing = bin.things.find((one) => one.id === id);
	return thing !== undefined && back(school, thing);
}

async function back(school: string, thing: Binned): Promise<boolean> {
	if (!mayComeBack(thing)) return false;
	await restored(school, thing, visitScope(thing.visit));
	await bin.out(thing.id);
	return true;
}

/** Whether it can be put back: its visit is here and not discarded, and what it hung on is there. */
export function mayComeBack({ visit, was }: Binned): boolean {
	const row = view.get('walkthrough', visit);
	if (!row || row.discarded) return false;
	if (was.kind === 'part') return view.get('evidence_note', was.note) !== undefined;
	if (was.kind === 'tag') return view.get('evidence_note', was.note) !== undefined && !isOn(was.note, was.lookFor);
	const shared = view.get('feedback', childId(visit, 'feedback'))?.shared;
	return was.kind === 'note' || !shared || was.notes.some((note) => view.get('evidence_note', note));
}

/** What was put on again by hand has nothing to come back for. */
export const isOn = (note: string, lookFor: string): boolean => view.get('note_tag', childId(note, lookFor)) !== undefined;

function restored(school: string, { id, was }: Binned, scope: string): Promise<unknown> {
	if (was.kind === 'part') return act(school, was.of === 'sketch' ? 'restore_sketch' : 'restore_picture', [put(was.of, id, scope, was.fields, was.saw)]);
	if (was.kind === 'tag') return tagNote(school, { id: was.note, scope }, was.lookFor);
	if (was.kind === 'note') {
		const { text, begunAt, begunOffset, saw } = was;
		const swept = was.lookFors.filter((lookFor) => !isOn(id, lookFor));
		const tags = swept.map((lookFor) => put('note_tag', childId(id, lookFor), scope, { noteId: id, lookForId: lookFor }));
		return act(school, 'restore_evidence_note', [put('evidence_note', id, scope, { text, begunAt, begunOffset }, saw), ...tags]);
	}
	const anew = newId();
	const living = was.notes.filter((note) => view.get('evidence_note', note));
	const links = living.map((note) => put('strength_note', childId(anew, note), scope, { strengthId: anew, noteId: note }));
	return act(school, 'name_strength', [put('strength', anew, scope, { text: was.text, position: was.position }), ...links]);
}

async function intoBin(id: string, scope: string, was: Removed, words: string[] = []): Promise<Binned> {
	const thing = thingOf(id, scope, was, words);
	await bin.keep(thing);
	return thing;
}

const thingOf = (id: string, scope: string, was: Removed, words: string[]): Binned => ({ id, visit: scopeOwner(scope), at: new Date().toISOString(), words, was });
