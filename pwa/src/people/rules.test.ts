import { describe, expect, it } from 'vitest';
import vectors from '../../../tests/wire/role_vectors.json';
import { whyNotEnd, whyNotGive, whyNotHold } from './rules';

describe('roles are decided as on the server', () => {
	it.each(vectors.hold)('$name', ({ role, held, may }) => {
		expect(whyNotHold(role, held) === undefined).toBe(may);
	});

	it.each(vectors.give)('$name', ({ role, giver, held, toSelf, may }) => {
		expect(whyNotGive(role, { giver, held, toSelf }) === undefined).toBe(may);
	});

	it.each(vectors.end)('$name', ({ role, ender, own, may }) => {
		expect(whyNotEnd(role, { ender, own, admins: 2 }) === undefined).toBe(may);
	});
});

describe('the reason that a screen gives', () => {
	it('is that one admin must remain', () => {
		expect(whyNotEnd('admin', { ender: ['admin'], own: true, admins: 1 })).toBe('last_admin');
	});

	it('is first what the person would have to be, then who may confirm', () => {
		const giver = ['admin'];
		expect(whyNotGive('representative', { giver, held: ['support'], toSelf: false })).toBe('teaches_first');
		expect(whyNotGive('representative', { giver, held: ['leader', 'teacher'], toSelf: false })).toBe('leads_and_represents');
		expect(whyNotGive('representative', { giver, held: ['teacher'], toSelf: false })).toBe('confirmed_by_a_teacher');
	});
});
