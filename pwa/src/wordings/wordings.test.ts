import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SignedIn } from '../api/door';
import { type Kind, fieldsOf } from '../api/kinds';
import { writers } from '../api/writers';
import { act, actOn, put, remove } from '../db/act';
import { Autosave } from '../db/autosave.svelte';
import { newId } from '../db/ids';
import { Store } from '../db/store';
import { type Row, view } from '../db/view';
import { chooseLanguage } from '../i18n';
import { offer, receive } from '../sync/core';
import type { Head, Json, SyncAnswer, WireRow } from '../sync/wire';
import { choose, headsIn, joined, keepBack, removeAgain } from './choosing';
import { ALWAYS, FIELDS, TOGETHER } from './fields';
import { penWords } from './pen';
import { mayChoose, openPlaces, placesIn, said, verbFor, whoMay } from './place';

const school = newId();
const walk = newId();
const scope = `walkthrough:${walk}`;
const team = `team:${newId()}`;
const AT = '2026-03-02T10:03:00.000Z';
let store: Store;
let who: SignedIn;

beforeEach(async () => {
	who = {
		account: { id: newId(), name: 'Ana', email: 'ana@harbor.example', language: 'en' },
		persons: [{ id: 'ana', school, schoolName: 'Harbor', name: 'Ana', roles: ['leader'] }],
		device: newId(),
		storeKey: btoa('0123456789abcdef0123456789abcdef'),
		sessionEnds: '',
	};
	store = await Store.enter(who);
	view.show(store);
	actOn(store);
	await hears({ [scope]: 'observer', [team]: 'member', [`staff:${school}`]: 'leader' });
});

afterEach(() => store.close());

const head = (value: Json, by = 'ana', mutation = newId()): Head => ({ mutation, by, at: AT, value });
const heads = (row: Row, field: string) => (row.heads[field] ?? []).map(({ value }) => value);

/** A row as the server would send it. */
async function arrives(kind: Kind, fields: Record<string, Head[]>, more: Partial<WireRow> & { scope?: string; id?: string; removed?: string[] } = {}): Promise<string> {
	const id = more.id ?? newId();
	const version = (store.holding.base.get(id)?.version ?? 0) + 1;
	await hears({}, [{ id, kind, scope: more.scope ?? scope, version, fields, removed: more.removed ?? [], superseded: {} }]);
	return id;
}

async function hears(granted: Record<string, string>, rows: WireRow[] = []): Promise<void> {
	const answer = { account: who.account.id, persons: { [school]: 'ana' }, now: '', results: [], settled: [], records: [], rows, asof: {}, granted, ended: [], behind: {}, more: false, safe: {}, app: { minBuild: 0, latestBuild: 1 }, deviceState: 'ok' } as SyncAnswer;
	const { request } = offer(store.holding, 1, 0);
	await store.commit((holding) => receive(holding, request, answer, AT));
}

const note = (...texts: Head[]) => arrives('evidence_note', { text: texts, begunAt: [head(AT)] });
const row = <K extends Kind>(kind: K, id: string): Row<K> => view.get(kind, id) as Row<K>;

describe('the words for fields', () => {
	it('cover every field that somebody may write in a row that stands, but for moments, orders and names of rows', () => {
		const silent = ['position', 'begunAt', 'begunOffset', 'sharedAt', 'phaseStartedAt', 'answeredAt', 'meetingId', 'classId', 'personId', 'noteId', 'teacherId', 'lookForId', 'strengthId', 'charterId', 'side', 'draftId', 'of', 'part', 'language', 'earlierId', 'laterId', 'since', 'sketchId', 'points', 'thumb', 'width', 'height', 'size', 'sha256', 'mediaType', 'role', 'key', 'hostId'];
		const missing = Object.entries(writers).flatMap(([kind, all]) =>
			all.flatMap(({ fields }) => fields.filter((field) => !FIELDS[kind as Kind]?.[field] && !silent.includes(field)).map((field) => `${kind}.${field}`)),
		);
		expect(missing).toEqual([]);
	});

	it('name only fields that are there, each with a verb that writes it', () => {
		for (const [kind, words] of Object.entries(FIELDS)) {
			for (const field of Object.keys(words)) {
				expect(fieldsOf[kind as Kind]).toContain(field);
				const fields = TOGETHER[kind as Kind]?.find((group) => group.includes(field)) ?? [field];
				for (const value of [true, null]) expect(verbFor({ row: { kind } as Row, fields }, { [field]: value }), `${kind}.${field}`).toBeDefined();
			}
		}
		for (const [kind, fields] of Object.entries(ALWAYS)) for (const field of fields) expect(fieldsOf[kind as Kind]).toContain(field);
	});

	it('are said in both languages', () => {
		vi.stubGlobal('document', { documentElement: {} });
		vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined });
		for (const language of ['en', 'es'] as const) {
			chooseLanguage(language);
			const labels = Object.values(FIELDS).flatMap((words) => Object.values(words).map(({ label }) => label()));
			expect(labels.every((label) => label.length > 2)).toBe(true);
			expect(FIELDS.school?.['weekdays']?.say([1, 7])).toBe(language === 'en' ? 'Monday and Sunday' : 'lunes y domingo');
		}
		chooseLanguage('en');
		vi.unstubAllGlobals();
	});
});

describe('two wordings', () => {
	it('are one place, first the one that was committed first, each with who wrote it and where', async () => {
		const id = await note(head('two pairs'), head('three pairs', 'cy'));
		const [place] = placesIn(row('evidence_note', id));
		expect(place?.wordings.map(({ values }) => values['text'])).toEqual(['two pairs', 'three pairs']);
		expect(penWords(place!.row, place!.wordings[0]!.pens[0]!)).toContain('You, on another device · Mar 2');
		expect(penWords(place!.row, place!.wordings[1]!.pens[0]!)).toContain('Somebody at the school');
		expect(openPlaces().places).toHaveLength(1);
	});

	it('become one when one is chosen: the put names every wording that was shown', async () => {
		const id = await note(head('two pairs'), head('three pairs'), head('four pairs'));
		const [place] = placesIn(row('evidence_note', id));
		await choose(place!, { text: 'three pairs' }, headsIn(place!));
		expect(heads(row('evidence_note', id), 'text')).toEqual(['three pairs']);
		const op = store.holding.outbox.at(-1)!.mutation.ops[0]!;
		expect(op.from['text']).toEqual(headsIn(place!));
		expect(store.holding.outbox.at(-1)!.mutation.verb).toBe('reword_evidence_note');
		expect(openPlaces().places).toHaveLength(0);
	});

	it('leave alone what arrives while somebody chooses', async () => {
		const [one, two, third] = [head('two pairs'), head('three pairs'), head('five pairs', 'cy')];
		const id = await note(one, two);
		const [opened] = placesIn(row('evidence_note', id));
		const saw = headsIn(opened!);
		await arrives('evidence_note', { text: [one, two, third], begunAt: [head(AT)] }, { id });
		const [now] = placesIn(row('evidence_note', id));
		await choose(now!, { text: 'two and three' }, saw);
		expect(heads(row('evidence_note', id), 'text')).toEqual(['five pairs', 'two and three']);
		expect(openPlaces().places).toHaveLength(1);
	});

	it('stand again after Undo', async () => {
		const id = await note(head('two pairs'), head('three pairs'));
		const [place] = placesIn(row('evidence_note', id));
		const undo = await choose(place!, { text: 'two pairs' }, headsIn(place!));
		await undo();
		expect(heads(row('evidence_note', id), 'text')).toEqual(['two pairs', 'three pairs']);
	});

	it('can be joined, each once', () => {
		expect(joined(['Two pairs ', 'Two pairs', 'Three pairs', ' '])).toBe('Two pairs\nThree pairs');
	});

	it('that say the same are no question: two moments of sharing, two of finishing', async () => {
		await arrives('feedback', { shared: [head(true)], sharedAt: [head(AT), head('2026-03-02T11:00:00.000Z')] });
		await arrives('walkthrough', { finishedAt: [head(AT), head('2026-03-02T11:00:00.000Z')] }, { id: walk });
		expect(openPlaces().places).toEqual([]);
	});

	it('of an answer are chosen whole, under its teacher’s name', async () => {
		await hears({ [scope]: 'teacher' });
		const [a, b] = [newId(), newId()];
		const wrote = (mutation: string, answer: string, text: string) => ({ answer: head(answer, 'ana', mutation), text: head(text, 'ana', mutation), answeredAt: head(AT, 'ana', mutation), teacherId: head('ana', 'ana', mutation) });
		const [one, two] = [wrote(a, 'fits', 'Yes'), wrote(b, 'context', 'It was the first week')];
		const id = await arrives('response', { answer: [one.answer, two.answer], text: [one.text, two.text], answeredAt: [one.answeredAt, two.answeredAt], teacherId: [one.teacherId, two.teacherId] });
		const places = placesIn(row('response', id));
		expect(places).toHaveLength(1);
		expect(said(places[0]!, places[0]!.wordings[1]!.values)).toEqual(['Here is the context', 'It was the first week']);
		await choose(places[0]!, places[0]!.wordings[1]!.values, headsIn(places[0]!));
		expect(row('response', id)).toMatchObject({ answer: 'context', text: 'It was the first week', teacherId: 'ana', conflicts: [] });
		expect(store.holding.outbox.at(-1)!.mutation.ops[0]).toMatchObject({ set: { teacherId: 'ana' } });
	});

	it('are read, but not chosen, by whoever may not write there, with who may', async () => {
		await hears({ [scope]: 'teacher' });
		const [place] = placesIn(row('evidence_note', await note(head('two'), head('three'))));
		expect(mayChoose(place!)).toBe(false);
		expect(whoMay(place!)).toBe('Whoever made the visit can choose.');
		expect(openPlaces().places).toEqual([]);
		const thought = await arrives('contribution', { meetingId: [head('m', 'dee')], text: [head('one', 'dee'), head('two', 'dee')] }, { scope: team });
		const [nameless] = placesIn(row('contribution', thought));
		expect(mayChoose(nameless!)).toBe(false);
		expect(penWords(nameless!.row, nameless!.wordings[0]!.pens[0]!)).not.toContain('Somebody');
		const mail = await arrives('person', { email: [head('a@x'), head('b@x')] }, { scope: `staff:${school}`, id: newId() });
		expect(whoMay(placesIn(row('person', mail))[0]!)).toBe('An admin of the school can choose.');
	});

	it('are never settled by somebody who types in the field and saw one of them', async () => {
		const id = await note(head('two pairs'), head('three pairs'));
		const field = new Autosave({ school, verb: 'reword_evidence_note', kind: 'evidence_note', id, scope, field: 'text' }, 'two pairs');
		field.type('two pairs, aloud');
		await field.flush();
		expect(heads(row('evidence_note', id), 'text')).toEqual(['three pairs', 'two pairs, aloud']);
	});

	it('bring the row back if it is removed by somebody who saw one of them', async () => {
		const id = await note(head('two pairs'), head('three pairs'));
		await act(school, 'remove_evidence_note', [remove('evidence_note', id, scope)]);
		expect(row('evidence_note', id)).toMatchObject({ text: 'three pairs', cameBack: true });
	});
});

describe('what was changed after it was removed', () => {
	async function cameBack(): Promise<string> {
		const [text, begun] = [head('changed', 'cy'), head(AT)];
		return arrives('evidence_note', { text: [text], begunAt: [begun] }, { removed: [begun.mutation] });
	}

	it('is marked and counted, and stays when somebody keeps it', async () => {
		const id = await cameBack();
		expect(openPlaces().back.map((one) => one.id)).toEqual([id]);
		await keepBack(row('evidence_note', id));
		expect(row('evidence_note', id)).toMatchObject({ text: 'changed', cameBack: false, begunAt: AT });
		expect(store.holding.outbox.at(-1)!.mutation).toMatchObject({ verb: 'restore_evidence_note', ops: [{ set: { begunAt: AT } }] });
		expect(openPlaces().back).toEqual([]);
	});

	it('goes when somebody removes it again', async () => {
		const id = await cameBack();
		await removeAgain(row('evidence_note', id));
		expect(view.get('evidence_note', id)).toBeUndefined();
		expect(openPlaces().back).toEqual([]);
	});

	it('is a strength that is kept with its place, or goes with what it rests on', async () => {
		const [text, position] = [head('Pairs compare'), head(0)];
		const id = await arrives('strength', { text: [text], position: [position] }, { removed: [position.mutation] });
		await keepBack(row('strength', id));
		expect(row('strength', id)).toMatchObject({ cameBack: false, position: 0 });
		await act(school, 'rest_strength_on_note', [put('strength_note', newId(), scope, { strengthId: id, noteId: 'n' })]);
		await removeAgain(row('strength', id));
		expect(view.all('strength_note', { scope })).toEqual([]);
	});
});
