import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { actOn } from '../db/act';
import { childId, newId } from '../db/ids';
import { Store } from '../db/store';
import { type Row, view } from '../db/view';
import { Composer } from './composer.svelte';
import { removeNote } from './removing';
import { isMine, mustStay, notesOf, startVisit, tagsOf } from './visit';

const school = newId();
const ana = newId();
const room = { id: newId(), title: 'Math 7', period: null, place: '114', teachers: [{ id: newId(), name: 'Ben Okafor' }] };
const lookFor = newId();
let store: Store;
let visit: Row<'walkthrough'>;
let composer: Composer;

beforeEach(async () => {
	const kept = new Map<string, string>();
	vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) });
	store = await Store.enter({
		account: { id: newId(), name: 'Ana', email: 'ana@harbor.example', language: 'en' },
		persons: [{ id: ana, school, schoolName: 'Harbor', name: 'Ana', roles: ['leader'] }],
		device: newId(),
		storeKey: btoa('0123456789abcdef0123456789abcdef'),
		sessionEnds: '',
	});
	view.show(store);
	actOn(store);
	visit = view.get('walkthrough', await startVisit({ room, teachers: room.teachers, protocol: newId() })) as Row<'walkthrough'>;
	composer = new Composer(visit);
});

afterEach(() => {
	vi.useRealTimers();
	store.close();
	vi.unstubAllGlobals();
});

const LONG = 'Two pairs compared their ways and said why both work. '.repeat(930);

const said = () => notesOf(visit.id).map(({ text }) => text);

describe('a visit', () => {
	it('is mine from the first moment, with whom I visit', () => {
		expect(isMine(visit)).toBe(true);
		expect(view.get('visited', childId(visit.id, room.teachers[0]!.id))?.name).toBe('Ben Okafor');
	});
});

describe('the note that is being written', () => {
	it('is made by the first key; keys that come while the disk writes are all kept', async () => {
		for (const text of ['T', 'Tw', 'Two', 'Two pairs']) composer.type(text);
		await composer.flush();
		expect(said()).toEqual(['Two pairs']);
	});

	it('leaves the field free at once, and the next key begins another', async () => {
		composer.type('Two pairs');
		const done = composer.next();
		expect(composer.text).toBe('');
		composer.type('Three');
		expect(await done).toBe(true);
		await composer.flush();
		expect(said()).toEqual(['Two pairs', 'Three']);
	});

	it('stays in hand until its last word is on the disk', async () => {
		composer.type('Two');
		const id = composer.note ?? '';
		composer.type('Two pairs');
		const done = composer.next();
		expect(composer.holds(id)).toBe(true);
		await done;
		expect(composer.holds(id)).toBe(false);
	});

	it('begun with a chip takes the words that follow, however fast they come', async () => {
		const tapped = composer.tap(lookFor);
		composer.type('“Why?”');
		await tapped;
		await composer.flush();
		expect(said()).toEqual(['“Why?”']);
		expect(tagsOf(notesOf(visit.id)[0]!)).toEqual([lookFor]);
	});

	it('may be a chip alone', async () => {
		await composer.tap(lookFor);
		expect(await composer.next()).toBe(true);
		expect(said()).toEqual(['']);
	});

	it('is not kept once it says nothing', async () => {
		await composer.tap(lookFor);
		await composer.tap(lookFor);
		expect(composer.note).toBeUndefined();
		composer.type('T');
		composer.type('');
		expect(await composer.next()).toBe(false);
		expect(said()).toEqual([]);
	});

	it('stays in the field if the disk refuses it, and is there with the next key that it takes', async () => {
		const full = vi.spyOn(store, 'commit').mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
		composer.type('Two pa');
		await composer.flush();
		expect(composer.state).toBe('failed');
		expect(await composer.next()).toBe(false);
		expect(composer.text).toBe('Two pa');
		full.mockRestore();
		composer.type('Two pairs');
		await composer.flush();
		expect(composer.state).toBe('saved');
		expect(said()).toEqual(['Two pairs']);
	});

	it('is the one that goes on, though the clock was set back a day after the note before it', async () => {
		composer.type('Before');
		await composer.next();
		vi.useFakeTimers({ toFake: ['Date'] });
		vi.setSystemTime(Date.now() - 86_400_000);
		composer.type('After');
		await composer.flush();
		expect(new Composer(visit).text).toBe('After');
		expect(said()).toEqual(['Before', 'After']);
	});

	it('goes on when the page is opened again, unless it was done', async () => {
		composer.type('Two pairs');
		await composer.flush();
		const again = new Composer(visit);
		expect(again.text).toBe('Two pairs');
		again.type('Two pairs asked');
		await again.next();
		expect(said()).toEqual(['Two pairs asked']);
		expect(new Composer(visit).note).toBeUndefined();
	});
});

describe('a note that was removed', () => {
	it('comes back as it was, with its look-fors and its time', async () => {
		await composer.tap(lookFor);
		composer.type('Two pairs');
		await composer.next();
		const before = notesOf(visit.id)[0]!;
		const restore = await removeNote(school, before);
		expect(said()).toEqual([]);
		await restore();
		const after = notesOf(visit.id)[0]!;
		expect([after.text, after.begunAt, tagsOf(after)]).toEqual(['Two pairs', before.begunAt, [lookFor]]);
		expect(after.cameBack).toBe(false);
	});

	it('before sharing may be any', async () => {
		composer.type('Two pairs');
		await composer.next();
		expect(mustStay(notesOf(visit.id)[0]!)).toBe(false);
	});
});

describe('words longer than a note holds', () => {
	it('go on in the next notes, in order, and the last of them in the field', async () => {
		expect(composer.type(LONG)).toBe(7);
		const last = composer.text;
		expect(last.length).toBeGreaterThan(0);
		await composer.next();
		await vi.waitFor(() => expect(said()).toHaveLength(7));
		await vi.waitFor(() => expect(said().join('')).toBe(LONG));
	});
});
