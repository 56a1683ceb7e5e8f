import { describe, expect, it } from 'vitest';
import type { Answered } from '../../sync/core';
import type { Mutation, PutOp } from '../../sync/wire';
import { grouped, linesOf } from './lines';
import { refusals } from './refused';

const A = 'walkthrough:01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e0a';
const B = 'walkthrough:01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e0b';
let count = 0;
function change(verb: string, scope: string, id: string, set: PutOp['set'] = {}, kind = 'evidence_note'): Mutation {
	count += 1;
	return { id: `m${count}`, school: 's', verb, schema: 1, at: new Date(Date.UTC(2026, 2, 5, 10, count)).toISOString(), ops: [{ op: 'put', kind, id, scope, set, from: {} }] };
}
const waits = (mutation: Mutation, tries = 0) => ({ mutation, tries });
const refused = (mutation: Mutation, name: string): Answered => ({ seq: 1, mutation, answeredAt: '', dismissed: false, verdict: { id: mutation.id, status: 'rejected', clock: 1, problem: { number: '422.1', name, sentence: '' } } });

describe('what waits, as a person would list it', () => {
	it('stands under its visit, each note once with its last words, its tags with it', () => {
		const groups = grouped([
			waits(change('add_evidence_note', A, 'n1', { text: 'Pairs' }), 4),
			waits(change('add_evidence_note', B, 'n2', { text: 'Others' })),
			waits(change('reword_evidence_note', A, 'n1', { text: 'Pairs compare' })),
			waits(change('tag_note', A, 'tag', { noteId: 'n1', lookForId: 'l' }, 'note_tag')),
		]);
		expect(groups.map(({ key, changes, lines }) => [key, changes, lines.length])).toEqual([[A, 3, 1], [B, 1, 1]]);
		expect(groups[0]!.lines[0]).toMatchObject({ words: 'Pairs compare', changes: 3, tries: 4, since: groups[0]!.since });
	});

	it('stands under its meeting when it is of a meeting', () => {
		const groups = grouped([
			waits(change('open_meeting', 'team:t', 'm', { purpose: 'Discourse' }, 'meeting')),
			waits(change('contribute', 'team:t', 'c', { meetingId: 'm', text: 'x' }, 'contribution')),
			waits(change('change_team', 'team:t', 't', { name: 'Grade 4' }, 'team')),
		]);
		expect(groups.map(({ key }) => key)).toEqual(['meeting:m', 'team:t']);
	});
});

describe('what was refused', () => {
	it('is one entry when a whole scope could not be opened, with all that this device holds for it', () => {
		const opening = refused(change('start_walkthrough', A, 'a', {}, 'walkthrough'), 'not_their_class');
		const note = refused(change('add_evidence_note', A, 'n', { text: 'x' }), 'not_yours');
		const parked = { ...refused(change('add_evidence_note', A, 'n2'), ''), verdict: { id: '', status: 'parked' as const, clock: 1 } };
		const queued = { seq: 9, tries: 0, mutation: change('add_evidence_note', A, 'n3') };
		const other = { seq: 10, tries: 0, mutation: change('add_evidence_note', B, 'n4') };
		const found = refusals([note, opening], [parked, queued, other]);
		expect(found).toHaveLength(1);
		expect(found[0]).toMatchObject({ first: opening, whole: true });
		expect(found[0]!.all).toHaveLength(2);
		expect(found[0]!.held).toEqual([parked.mutation, queued.mutation]);
	});

	it('is one entry for each scope that was lost', () => {
		const lost = [A, A, B].map((scope, at) => refused(change('add_evidence_note', scope, `l${at}`), 'scope_lost'));
		expect(refusals(lost, []).map(({ all }) => all.length)).toEqual([2, 1]);
	});

	it('has the words typed on after it, which wait for a note that will not come', () => {
		const add = refused(change('add_evidence_note', A, 'n', { text: '7' }), 'wrong_shape');
		const on = { seq: 9, tries: 1, mutation: change('reword_evidence_note', A, 'n', { text: '7 of 9 pairs' }) };
		const other = { seq: 10, tries: 1, mutation: change('reword_evidence_note', A, 'n2', { text: 'x' }) };
		const [one] = refusals([add, { ...add, mutation: { ...add.mutation, id: 'twice' } }], [on, other]);
		expect(one!.held).toEqual([on.mutation]);
		expect(linesOf([add, on].map(({ mutation }) => waits(mutation))).map(({ words }) => words)).toEqual(['7 of 9 pairs']);
	});

	it('is each for itself when it is about the words', () => {
		const two = ['two_wordings', 'wrong_shape'].map((name) => refused(change('reword_evidence_note', A, 'n'), name));
		expect(refusals(two, []).map(({ whole }) => whole)).toEqual([false, false]);
	});
});
