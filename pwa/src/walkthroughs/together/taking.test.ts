import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { act, actOn, put } from '../../db/act';
import { childId, newId } from '../../db/ids';
import { Store } from '../../db/store';
import { type Row, view } from '../../db/view';
import { startVisit } from '../visit';
import { codeOf, companionsOf, isAlong, join, leave, pictureOf } from './along';
import { type InvitationCode, type VisitCode, shortCode, shownKey, written } from './code';
import { type Meaning, type Why, meaning } from './taking';

const [school, chi, ben, ana, math] = [newId(), newId(), newId(), newId(), newId()];
const lookFor = newId();
let store: Store;

beforeEach(async () => {
	const kept = new Map<string, string>();
	vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) });
	store = await Store.enter({
		account: { id: newId(), name: 'Chi', email: 'chi@harbor.example', language: 'en' },
		persons: [{ id: chi, school, schoolName: 'Harbor', name: 'Chi', roles: ['teacher'] }],
		device: newId(),
		storeKey: btoa('0123456789abcdef0123456789abcdef'),
		sessionEnds: '',
	});
	view.show(store);
	actOn(store);
	const staff = `staff:${school}`;
	await act(school, 'add_person', [put('person', ben, staff, { name: 'Ben Okafor' }), put('person', ana, staff, { name: 'Ana Reyes' })]);
	await act(school, 'add_class', [put('class', math, staff, { title: 'Math 7' }), put('class_teacher', childId(math, ben), staff, { classId: math, personId: ben })]);
	await act(school, 'publish_protocol', [put('look_for', lookFor, `school:${school}`, { protocolId: newId() })]);
});

afterEach(() => {
	store.close();
	vi.unstubAllGlobals();
});

const first = (changed: Partial<VisitCode> = {}): VisitCode => ({ kind: 'visit', school, visit: newId(), room: math, protocol: newId(), key: '7K3QX9MVB2TD', teachers: [ben], ...changed });
const come = (changed: Partial<InvitationCode> = {}): InvitationCode => ({ kind: 'invitation', school, invitation: newId(), room: math, teacher: ben, lookFor: null, until: '2099-01-01', focus: 'Who asks?', ...changed });
const mine = async (): Promise<Row<'walkthrough'>> => {
	const teachers = [{ id: ben, name: 'Ben Okafor' }];
	const id = await startVisit({ room: { id: math, title: 'Math 7', period: null, place: null, teachers }, teachers, protocol: newId() });
	return view.get('walkthrough', id) as Row<'walkthrough'>;
};
const nothing = (why: Why): Meaning => ({ is: 'nothing', why });

describe('the code of somebody who is in the room already', () => {
	it('begins the same visit here', () => {
		const code = first();
		expect(meaning(written(code))).toEqual({ is: 'begin', code });
	});

	it('joins my own visit to that class if one goes on', async () => {
		const [visit, code] = [await mine(), first()];
		expect(meaning(written(code))).toMatchObject({ is: 'join', visit: { id: visit.id }, key: code.key, host: code.visit });
	});

	it('begins though the class has moved to another teacher meanwhile', async () => {
		expect(meaning(written(first({ teachers: [ana] })))).toMatchObject({ is: 'begin' });
	});

	it('taken in twice leads to where it led before', async () => {
		const [visit, code] = [await mine(), first()];
		await join(visit, school, code.key, code.visit);
		expect(meaning(written(code))).toMatchObject({ is: 'known', visit: { id: visit.id } });
		expect(meaning(shownKey(code.key))).toMatchObject({ is: 'known', visit: { id: visit.id } });
	});

	it('of my own, of another school, of another room, of a room unknown here, of my own lesson: each has its answer', async () => {
		const visit = await mine();
		const own = await codeOf(visit);
		expect(meaning(written(own))).toEqual(nothing('own'));
		expect(meaning(shownKey(own.key))).toEqual(nothing('own'));
		expect(meaning(written(first({ school: newId() })))).toEqual(nothing('other_school'));
		expect(meaning(written(first({ room: newId() })), visit)).toEqual(nothing('other_room'));
		expect(meaning(written(first({ room: newId() })))).toEqual(nothing('unknown_room'));
		expect(meaning(written(first({ teachers: [ben, chi] })))).toEqual(nothing('visited'));
	});

	it('typed as letters alone asks for the room first', async () => {
		expect(meaning('7k3q x9mv b2tdp')).toEqual(nothing('mistyped'));
		expect(meaning(shownKey('7K3QX9MVB2TD'))).toEqual({ is: 'room_first', key: '7K3QX9MVB2TD' });
		const visit = await mine();
		expect(meaning(shownKey('7K3QX9MVB2TD'), visit)).toMatchObject({ is: 'join', key: '7K3QX9MVB2TD' });
	});

	it('does not join what is joined with another already, until that is undone', async () => {
		const visit = await mine();
		await join(visit, school, 'ZZZZZZZZZZZZ', newId());
		expect(meaning(written(first()))).toEqual(nothing('already_along'));
		await leave(visit);
		expect(isAlong(visit)).toBe(false);
		expect(meaning(written(first()))).toMatchObject({ is: 'join' });
	});
});

describe('my own code', () => {
	it('is the same each time it is shown', async () => {
		const visit = await mine();
		expect(await codeOf(visit)).toEqual(await codeOf(visit));
		expect(companionsOf(visit)).toEqual([]);
	});

	it('is the first tablet’s once I have joined, so that a third joins the same visit', async () => {
		const [visit, code] = [await mine(), first()];
		await join(visit, school, code.key, code.visit);
		const shown = await codeOf(visit);
		expect([shown.visit, shown.key]).toEqual([code.visit, code.key]);
		expect(pictureOf(shown, visit)).toBeDefined();
	});
});

describe('a teacher’s invitation', () => {
	it('brings room, teacher and focus along', () => {
		const code = come();
		expect(meaning(written(code))).toMatchObject({ is: 'come', room: { id: math, teachers: [{ id: ben }] }, asked: { id: code.invitation, text: 'Who asks?' } });
	});

	it('in short finds the lesson and the look-for in the directory', () => {
		expect(meaning(shortCode(childId(math, ben), lookFor))).toMatchObject({ is: 'come', room: { id: math }, asked: { lookFor } });
		expect(meaning(shortCode(newId(), null))).toEqual(nothing('unknown_room'));
	});

	it('that is over, of another school, or my own has its answer', () => {
		expect(meaning(written(come({ until: '2026-01-01' })))).toEqual(nothing('over'));
		expect(meaning(written(come({ school: newId() })))).toEqual(nothing('other_school'));
		expect(meaning(written(come({ teacher: chi })))).toEqual(nothing('own'));
	});
});
