import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actOn } from '../db/act';
import { newId } from '../db/ids';
import { receiptOf } from '../db/receipts';
import { Store } from '../db/store';
import { type Row, view } from '../db/view';
import { addNote, mustStay, notesOf, startVisit, visitScope } from '../walkthroughs/visit';
import { Draft } from './draft.svelte';

const school = newId();
const ana = newId();
const room = { id: newId(), title: 'Math 7', period: null, place: null, teachers: [{ id: newId(), name: 'Ben Okafor' }] };
let store: Store;
let draft: Draft;
let note: string;

beforeEach(async () => {
	store = await Store.enter({
		account: { id: newId(), name: 'Ana', email: 'ana@harbor.example', language: 'en' },
		persons: [{ id: ana, school, schoolName: 'Harbor', name: 'Ana', roles: ['leader'] }],
		device: newId(),
		storeKey: btoa('0123456789abcdef0123456789abcdef'),
		sessionEnds: '',
	});
	view.show(store);
	actOn(store);
	const visit = await startVisit({ room, teachers: room.teachers, protocol: newId() });
	note = newId();
	await addNote(school, visitScope(visit), { id: note, text: '7 of 9 pairs', begun: new Date(), lookFors: [] });
	draft = new Draft(view.get('walkthrough', visit) as Row<'walkthrough'>);
});

afterEach(() => store.close());

async function strength(text: string, under: string[] = [note]): Promise<string> {
	const id = newId();
	draft.pen(id).type(text);
	await draft.flush();
	for (const one of under) await draft.rest(id, one);
	return id;
}

describe('a draft', () => {
	it('cannot be shared without a strength, nor with one that rests on nothing', async () => {
		expect(draft.problem).toBe('nothing_to_share');
		const id = await strength('Pairs compare two ways', []);
		expect(draft.problem).toBe('strength_without_note');
		await draft.rest(id, note);
		expect(draft.problem).toBeNull();
	});

	it('may take evidence before words, and the words after it', async () => {
		const id = newId();
		await draft.pen(id).begin();
		await draft.rest(id, note);
		expect(draft.problem).toBe('nothing_to_share');
		draft.pen(id).type('Pairs compare two ways');
		await draft.flush();
		expect(draft.problem).toBeNull();
		expect(draft.notesUnder(id).map(({ text }) => text)).toEqual(['7 of 9 pairs']);
	});

	it('leaves behind what stayed blank, and shares the last key too', async () => {
		const id = await strength('Pairs');
		await draft.pen(newId()).begin();
		draft.pen(id).type('Pairs compare two ways');
		draft.question.type('How do they choose?');
		expect(await draft.share()).toBeNull();
		expect(draft.shared).toBe(true);
		expect(draft.strengths.map(({ text }) => text)).toEqual(['Pairs compare two ways']);
		expect(draft.feedback?.question).toBe('How do they choose?');
		expect(receiptOf(draft.feedback as Row<'feedback'>)).toBe('device');
	});

	it('gives a dropped strength back with what it rested on', async () => {
		await strength('Pairs compare two ways');
		const restore = await draft.drop(draft.strengths[0]!);
		expect(draft.strengths).toEqual([]);
		await restore();
		expect(draft.strengths.map(({ text }) => text)).toEqual(['Pairs compare two ways']);
		expect(draft.problem).toBeNull();
	});
});

describe('shared feedback', () => {
	it('keeps its footing: the last strength and the last note under one stay', async () => {
		const id = await strength('Pairs compare two ways');
		expect(draft.wouldUnground({ strength: id, note })).toBe(false);
		await draft.share();
		expect(draft.wouldUnground({ strength: id })).toBe(true);
		expect(draft.wouldUnground({ strength: id, note })).toBe(true);
		expect(mustStay(notesOf(draft.visit.id)[0]!)).toBe(true);
	});

	it('takes a new strength only together with its evidence, in one step', async () => {
		await strength('Pairs compare two ways');
		await draft.share();
		const id = newId();
		await draft.rest(id, note);
		const last = store.holding.outbox.at(-1)?.mutation;
		expect([last?.verb, last?.ops.map(({ kind }) => kind)]).toEqual(['name_strength', ['strength', 'strength_note']]);
		draft.pen(id).type('They wait for each other');
		await draft.settle();
		expect(draft.strengths.map(({ text }) => text)).toEqual(['Pairs compare two ways', 'They wait for each other']);
	});

	it('lets a strength go that never got a word', async () => {
		await strength('Pairs compare two ways');
		await draft.share();
		await draft.rest(newId(), note);
		await draft.settle();
		expect(draft.strengths.map(({ text }) => text)).toEqual(['Pairs compare two ways']);
	});

	it('is a draft again once it was taken back', async () => {
		await strength('Pairs compare two ways');
		await draft.share();
		await draft.withdraw();
		expect(draft.shared).toBe(false);
		expect(draft.problem).toBeNull();
	});
});
