import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { act, actOn, put } from '../db/act';
import { draftIn } from '../db/drafts';
import { childId, newId } from '../db/ids';
import { Store } from '../db/store';
import { type Row, view } from '../db/view';
import { bin } from './bin.svelte';
import { BIN_DAYS, inBin, leavesAt } from './binning';
import { mayComeBack, putBack, removeNote, removeStrength, removeTag } from './removing';
import { discardedVisits } from './rooms';
import { addNote, discardVisit, notesOf, startVisit, tagNote, tagsOf } from './visit';

const school = newId();
const ana = newId();
const lookFor = newId();
const room = { id: newId(), title: 'Math 7', period: null, place: '114', teachers: [{ id: newId(), name: 'Ben Okafor' }] };
const signedIn = {
	account: { id: newId(), name: 'Ana', email: 'ana@harbor.example', language: 'en' as const },
	persons: [{ id: ana, school, schoolName: 'Harbor', name: 'Ana', roles: ['leader'] }],
	device: newId(),
	storeKey: btoa('0123456789abcdef0123456789abcdef'),
	sessionEnds: '',
};
let store: Store;
let visit: Row<'walkthrough'>;
let note: Row<'evidence_note'>;

beforeEach(async () => {
	store = await Store.enter({ ...signedIn, account: { ...signedIn.account, id: newId() } });
	view.show(store);
	actOn(store);
	draftIn(store);
	visit = view.get('walkthrough', await startVisit({ room, teachers: room.teachers, protocol: newId() })) as Row<'walkthrough'>;
	await addNote(school, visit.scope, { id: newId(), text: '7 of 9 pairs', begun: new Date(), lookFors: [lookFor] });
	note = notesOf(visit.id)[0]!;
	await bin.look();
});

afterEach(() => {
	vi.useRealTimers();
	store.close();
});

describe('the bin', () => {
	it('gives a note back with its words, its moment and its look-fors, also in a page that was opened anew', async () => {
		const { begunAt } = note;
		await removeNote(school, note);
		expect(notesOf(visit.id)).toEqual([]);
		await bin.look();
		expect(bin.things).toMatchObject([{ id: note.id, visit: visit.id, was: { kind: 'note', text: '7 of 9 pairs', lookFors: [lookFor] } }]);
		expect(await putBack(school, note.id)).toBe(true);
		expect(notesOf(visit.id)).toMatchObject([{ id: note.id, text: '7 of 9 pairs', begunAt }]);
		expect(tagsOf(note)).toEqual([lookFor]);
		await bin.look();
		expect(bin.things).toEqual([]);
	});

	it('gives look-fors back that sharing has swept away meanwhile', async () => {
		await removeNote(school, note);
		await act(school, 'untag_note', [{ op: 'remove', kind: 'note_tag', id: childId(note.id, lookFor), scope: visit.scope }]);
		await putBack(school, note.id);
		expect(tagsOf(note)).toEqual([lookFor]);
	});

	it('gives a look-for back, but not onto a note that is gone', async () => {
		await removeTag(school, note, lookFor);
		expect(tagsOf(note)).toEqual([]);
		const undo = await removeNote(school, note);
		const tag = bin.things.find(({ was }) => was.kind === 'tag')!;
		expect(mayComeBack(tag)).toBe(false);
		await undo();
		expect(await putBack(school, tag.id)).toBe(true);
		expect(tagsOf(note)).toEqual([lookFor]);
	});

	it('gives a strength back on those of its notes that are there', async () => {
		const [strength, other] = [newId(), newId()];
		await addNote(school, visit.scope, { id: other, text: 'Two ways on the board', begun: new Date(), lookFors: [] });
		const links = [note.id, other].map((id) => put('strength_note', childId(strength, id), visit.scope, { strengthId: strength, noteId: id }));
		await act(school, 'name_strength', [put('strength', strength, visit.scope, { text: 'Pairs compare', position: 0 }), ...links]);
		await removeStrength(school, view.get('strength', strength)!, [note.id, other]);
		await removeNote(school, note);
		await putBack(school, strength);
		const [back] = view.all('strength', { scope: visit.scope });
		expect(back).toMatchObject({ text: 'Pairs compare', position: 0 });
		expect(view.all('strength_note', { scope: visit.scope, strengthId: back!.id }).map(({ noteId }) => noteId)).toEqual([other]);
	});

	it('lists a discarded visit, from which nothing comes back before it is back itself', async () => {
		await removeNote(school, note);
		await discardVisit(visit);
		expect(discardedVisits(Date.now())).toMatchObject([{ id: visit.id }]);
		expect(discardedVisits(Date.now() + (BIN_DAYS + 1) * 86_400_000)).toEqual([]);
		expect(await putBack(school, note.id)).toBe(false);
		await discardVisit(visit, false);
		expect(discardedVisits(Date.now())).toEqual([]);
		expect(await putBack(school, note.id)).toBe(true);
	});

	it('is emptied after thirty days, on the disk too', async () => {
		await removeNote(school, note);
		const [thing] = bin.things;
		await bin.look(leavesAt(thing!.at) - 1);
		expect(bin.things).toHaveLength(1);
		await bin.look(leavesAt(thing!.at));
		expect(bin.things).toEqual([]);
		expect(await store.noteNames('state/bin/')).toEqual([]);
	});

	it('holds no words of a mutation that was purged, and keeps the others', async () => {
		const other = newId();
		await addNote(school, visit.scope, { id: other, text: 'Two ways on the board', begun: new Date(), lookFors: [] });
		const wrote = note.heads['text']![0]!.mutation;
		await removeNote(school, note);
		await removeNote(school, notesOf(visit.id)[0]!);
		await store.commit(() => ({}), [{ mutation: wrote }]);
		expect(await putBack(school, note.id)).toBe(false);
		expect(bin.things.map(({ id }) => id)).toEqual([other]);
		expect(await store.noteNames('state/bin/')).toEqual([`state/bin/${other}`]);
	});

	it('goes by days that passed, not by a clock that was set back', () => {
		expect(inBin('2026-03-05T10:00:00.000Z', Date.parse('2025-03-05T10:00:00.000Z'))).toBe(true);
	});

	it('does not remember a look-for that was put on again', async () => {
		await removeTag(school, note, lookFor);
		await tagNote(school, note, lookFor);
		expect(bin.things.filter((thing) => mayComeBack(thing))).toEqual([]);
	});
});
