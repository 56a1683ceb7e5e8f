import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { act, actOn, put, remove } from './act';
import { newId, scopeOf } from './ids';
import { Store } from './store';
import { view } from './view';

const school = newId();
const scope = scopeOf('walkthrough', newId());
const [one, other] = [newId(), newId()];
let store: Store;

beforeEach(async () => {
	store = await Store.enter({
		account: { id: newId(), name: 'Ana', email: 'ana@harbor.example', language: 'en' },
		persons: [{ id: newId(), school, schoolName: 'Harbor', name: 'Ana', roles: ['leader'] }],
		device: newId(),
		storeKey: btoa('0123456789abcdef0123456789abcdef'),
		sessionEnds: '',
	});
	view.show(store);
	actOn(store);
	for (const id of [one, other]) await act(school, 'add_evidence_note', [put('evidence_note', id, scope, { text: 'Two pairs', begunAt: '2026-03-05T10:00:00.000Z' })]);
});

afterEach(() => store.close());

const note = (id: string) => view.get('evidence_note', id);

describe('what a screen has read of a row', () => {
	it('stays the very same while other rows are written, however many wait to be sent', async () => {
		const before = note(one);
		await act(school, 'reword_evidence_note', [put('evidence_note', other, scope, { text: 'Three pairs' })]);
		await act(school, 'reword_evidence_note', [put('evidence_note', other, scope, { text: 'Four pairs' })]); // folds into the one before
		expect(note(other)).toMatchObject({ text: 'Four pairs', pending: true });
		expect(note(one)).toBe(before);
	});

	it('is another one when it was written, removed, or taken in by the server', async () => {
		const before = note(one);
		await act(school, 'reword_evidence_note', [put('evidence_note', one, scope, { text: 'Three pairs' })]);
		expect(note(one)).not.toBe(before);
		await store.commit(({ outbox }) => ({ unqueue: outbox.filter(({ mutation }) => mutation.ops.some(({ id }) => id === other)).map(({ seq }) => seq) }));
		expect(note(other)).toBeUndefined();
		await act(school, 'remove_evidence_note', [remove('evidence_note', one, scope)]);
		expect(note(one)).toBeUndefined();
	});
});
