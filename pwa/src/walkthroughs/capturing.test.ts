import { describe, expect, it } from 'vitest';
import { ONE_MOMENT, STILL_GOING, byBeginning, goesOn, isEmptyNote, restsOnlyOn, tapMeans } from './capturing';

const began = '2026-03-05T10:00:00.000Z';
const at = (later: number) => Date.parse(began) + later;

describe('a tap on a look-for', () => {
	it('begins a note when none is open', () => {
		expect(tapMeans('a', undefined, at(0))).toBe('begin');
	});

	it('joins the words that are being written, however long ago they were begun', () => {
		expect(tapMeans('a', { begunAt: began, text: 'Two pairs', lookFors: [] }, at(600_000))).toBe('tag');
	});

	it('within one moment joins the chip before it, later it is the next moment', () => {
		const open = { begunAt: began, text: ' ', lookFors: ['a'] };
		expect(tapMeans('b', open, at(ONE_MOMENT))).toBe('tag');
		expect(tapMeans('b', open, at(ONE_MOMENT + 1))).toBe('begin');
	});

	it('is the next moment once the clock was set back', () => {
		const open = { begunAt: began, text: '', lookFors: ['a'] };
		expect(tapMeans('b', open, at(-86_400_000))).toBe('begin');
	});

	it('on a pressed chip takes it off again', () => {
		expect(tapMeans('a', { begunAt: began, text: 'Two pairs', lookFors: ['a'] }, at(ONE_MOMENT * 9))).toBe('untag');
		expect(tapMeans('a', { begunAt: began, text: '', lookFors: ['a'] }, at(ONE_MOMENT * 9))).toBe('untag');
	});
});

describe('after a killed tab the newest note', () => {
	const here = { done: null, writtenHere: true };
	const note = { id: 'n', pending: false, conflicts: [], heads: { begunAt: [{ at: began }], text: [{ at: new Date(at(60_000)).toISOString() }] } };

	it('goes on from its last word', () => {
		expect(goesOn(note, here, at(60_000 + STILL_GOING))).toBe(true);
		expect(goesOn(note, { ...here, done: 'another' }, at(60_000))).toBe(true);
	});

	it('goes on only where it was written: what has not left the device was', () => {
		const nothing = { done: null, writtenHere: false };
		expect(goesOn(note, nothing, at(60_000))).toBe(false);
		expect(goesOn({ ...note, pending: true }, nothing, at(60_000))).toBe(true);
	});

	it('is done if it is known to be, or old, or has two wordings', () => {
		expect(goesOn(note, { ...here, done: 'n' }, at(60_000))).toBe(false);
		expect(goesOn(note, here, at(60_001 + STILL_GOING))).toBe(false);
		expect(goesOn({ ...note, conflicts: ['text'] }, here, at(60_000))).toBe(false);
	});
});

describe('notes', () => {
	it('that say nothing are not kept; a chip alone says something', () => {
		expect(isEmptyNote(' \n', [])).toBe(true);
		expect(isEmptyNote('', ['a'])).toBe(false);
		expect(isEmptyNote('“Why?”', [])).toBe(false);
	});

	it('stand in the order in which they were begun, not in which they arrived, whatever the clock said', () => {
		const first = { id: '019cbd00-0001-7fff-8000-000000000000', begunAt: began };
		const then = { id: '019cbd00-0002-7000-8000-000000000000', begunAt: new Date(at(-86_400_000)).toISOString() };
		expect(byBeginning([then, first])).toEqual([first, then]);
	});

	it('made in one millisecond, not here, stand by their times', () => {
		const first = { id: '019cbd00-0001-7fff-8000-000000000000', begunAt: began };
		const then = { id: '019cbd00-0001-7000-8000-000000000000', begunAt: new Date(at(1)).toISOString() };
		expect(byBeginning([then, first])).toEqual([first, then]);
	});
});

describe('a note under a strength', () => {
	const links = [
		{ strengthId: 's', noteId: 'a' },
		{ strengthId: 's', noteId: 'b' },
		{ strengthId: 't', noteId: 'b' },
	];

	it('is the only one if no other living note is under it', () => {
		expect(restsOnlyOn('a', links, new Set(['a', 'b']))).toBe(false);
		expect(restsOnlyOn('b', links, new Set(['a', 'b']))).toBe(true);
		expect(restsOnlyOn('a', links, new Set(['a']))).toBe(true);
	});

	it('that rests nowhere is free to go', () => {
		expect(restsOnlyOn('c', links, new Set(['c']))).toBe(false);
	});
});
