import { describe, expect, it } from 'vitest';
import { type Answered, type Holding, apply, fresh, restart, save } from './core';
import type { Mutation, MutationId, Op, SchoolId, Verdict } from './wire';

const mutation = (id: string): Mutation => ({ id: id as MutationId, school: 'harbor' as SchoolId, verb: 'share_feedback', schema: 1, at: '', ops: [] });
const answered = (seq: number, id: string, status: Verdict['status']): Answered => ({
	seq,
	mutation: mutation(id),
	verdict: { id: id as MutationId, status, clock: seq },
	answeredAt: '2026-03-02T10:00:00.000Z',
	dismissed: false,
});

function holding(): Holding {
	const held = fresh('ana', 'tablet');
	held.answered = [answered(1, 'shared', 'applied'), answered(2, 'taken back', 'rejected'), answered(3, 'waiting', 'parked')];
	held.outbox = [{ seq: 4, tries: 0, mutation: mutation('new') }];
	return held;
}

describe('a server that was restored', () => {
	it('is offered all that it may have lost, in order, before what is new', () => {
		const held = holding();
		apply(held, restart(held));
		expect(held.outbox.map((entry) => entry.mutation.id)).toEqual(['shared', 'waiting', 'new']);
		expect(held.outbox.every((entry) => entry.tries > 0)).toBe(true);
	});

	it('is not asked again for what was refused: that stays refused, and with its author', () => {
		const held = holding();
		apply(held, restart(held));
		expect(held.answered.map((one) => one.mutation.id)).toEqual(['taken back']);
	});
});

describe('two edits of one field that were never offered', () => {
	const edit = (id: string, saw: string[]): Mutation => {
		const ops: Op[] = [{ op: 'put', kind: 'evidence_note', id: 'note', scope: 'walkthrough:w', set: { text: id }, from: { text: saw as MutationId[] } }];
		return { ...mutation(id), verb: 'reword_evidence_note', ops };
	};

	it('become one that replaces what either had on the screen, also what arrived between them', () => {
		const held = fresh('ana', 'tablet');
		apply(held, save(held, edit('first', ['aloud', 'in silence'])));
		apply(held, save(held, edit('second', ['first', 'on paper'])));
		expect(held.outbox.map(({ mutation: { id, ops } }) => [id, ops[0]?.from])).toEqual([['second', { text: ['aloud', 'in silence', 'on paper'] }]]);
	});

	it('stay two if the second was written without a look at the first', () => {
		const held = fresh('ana', 'tablet');
		apply(held, save(held, edit('first', ['aloud'])));
		apply(held, save(held, edit('second', ['aloud'])));
		expect(held.outbox).toHaveLength(2);
	});
});
