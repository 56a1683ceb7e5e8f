import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dismiss, open } from './dismissals';
import { Listening, type Pen } from './listening.svelte';
import type { Mark, Sort } from './marks';
import { lens } from './switch.svelte';

vi.stubGlobal('localStorage', { setItem: () => undefined, removeItem: () => undefined, getItem: () => null });

const kept = new Map<string, unknown>();
const asked: string[] = [];
const LAZY = ['lazy', 'low'];
const also: Mark[] = [];

vi.mock('../../db/drafts', () => ({
	stateOf: (name: string) => Promise.resolve(kept.get(name)),
	keepState: (name: string, state: unknown) => Promise.resolve(void kept.set(name, state)),
}));
vi.mock('./reading', () => ({
	marksIn: (text: string) => {
		asked.push(text);
		return Promise.resolve([...LAZY.flatMap((words) => found(text, words, 'deficit')), ...found(text, 'Nia', 'pii'), ...also]);
	},
}));

function found(text: string, words: string, sort: Sort): Mark[] {
	return [...text.matchAll(new RegExp(words, 'g'))].map(({ index }) => ({ sort, start: index, end: index + words.length, words, rule: `${sort}.x`, why: '', offer: 'other words' }));
}

function penFor(of: string, text: string): Pen & { text: string } {
	const pen = { of, text, read: () => pen.text, write: (words: string) => void (pen.text = words) };
	return pen;
}

async function rests(listening: Listening, pen: Pen): Promise<string | undefined> {
	listening.take();
	listening.hear(pen);
	await vi.advanceTimersByTimeAsync(3_000);
	return listening.mark?.words;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
	kept.clear();
	asked.length = also.length = 0;
	lens.turn(true);
	vi.useRealTimers();
});

describe('a field that the lens hears', () => {
	it('is not read while somebody types, and once when they pause', async () => {
		const [listening, pen] = [new Listening(() => Infinity), penFor('note', '')];
		for (const key of 'They were lazy today') {
			pen.text += key;
			listening.hear(pen);
			await vi.advanceTimersByTimeAsync(150);
		}
		expect(asked).toEqual([]);
		expect(await rests(listening, pen)).toBe('lazy');
		expect(new Set(asked)).toEqual(new Set(['They were lazy today']));
	});

	it('has no word while another field is written in', async () => {
		const [one, two] = [new Listening(() => Infinity), new Listening(() => Infinity)];
		await rests(one, penFor('a', 'a lazy one'));
		expect(await rests(two, penFor('b', 'a low one'))).toBe('low');
		expect(one.mark).toBeUndefined();
	});

	it('says nothing about what may not be said there', async () => {
		const answer = new Listening(() => Infinity, ['pii']);
		expect(await rests(answer, penFor('answer', 'The lazy ones left.'))).toBeUndefined();
		expect(await rests(answer, penFor('answer', 'The lazy ones and Nia left.'))).toBe('Nia');
	});

	it('is not read at all when the lens is off', async () => {
		lens.turn(false);
		expect(await rests(new Listening(() => Infinity), penFor('note', 'lazy'))).toBeUndefined();
		expect(asked).toEqual([]);
	});

	it('what it said goes with the words, at once', async () => {
		const [listening, pen] = [new Listening(() => Infinity), penFor('note', 'They were lazy today.')];
		await rests(listening, pen);
		pen.text = 'They were la today.';
		listening.hear(pen);
		expect(listening.mark).toBeUndefined();
	});
});

describe('waved away', () => {
	it('stays away in that note, in other places of it too, and on another day', async () => {
		const pen = penFor('note', 'A lazy day. A low one.');
		const listening = new Listening(() => 3);
		await rests(listening, pen);
		await listening.wave(pen, listening.mark!);
		pen.text = 'A Lazy lazy day.';
		expect(await rests(new Listening(() => 3), pen)).toBeUndefined();
		expect(await rests(new Listening(() => 3), penFor('another', 'A lazy day.'))).toBe('lazy');
	});

	it('comes back when it is taken back', async () => {
		const pen = penFor('note', 'A lazy day.');
		const listening = new Listening(() => 3);
		await rests(listening, pen);
		const back = await listening.wave(pen, listening.mark!);
		expect(await rests(listening, pen)).toBeUndefined();
		await back();
		expect(listening.mark?.words).toBe('lazy');
	});

	it('takes with it what else was to be said about the same words', async () => {
		const pen = penFor('note', 'A lazy day.');
		const listening = new Listening(() => 3);
		also.push(...found(pen.text, 'lazy day', 'judgement'));
		expect(await rests(listening, pen)).toBe('lazy');
		await listening.wave(pen, listening.mark!);
		expect(await rests(listening, pen)).toBeUndefined();
	});

	it('two at once are both remembered', async () => {
		const marks = [...found('lazy low', 'lazy', 'deficit'), ...found('lazy low', 'low', 'deficit')];
		await Promise.all(marks.map((mark) => dismiss('note', mark)));
		expect(await open('note', marks)).toEqual([]);
	});

	it('keeps no word of the note', async () => {
		const pen = penFor('note', 'Nia drew it.');
		const listening = new Listening(() => 3);
		await rests(listening, pen);
		await listening.wave(pen, listening.mark!);
		expect(JSON.stringify([...kept.values()])).not.toMatch(/nia/i);
		expect(kept.size).toBe(1);
	});
});

describe('an offer', () => {
	it('changes the words, and back', async () => {
		const pen = penFor('note', '🙂 A lazy day.');
		const listening = new Listening(() => 3);
		await rests(listening, pen);
		const done = listening.accept(pen, listening.mark!, 'slow');
		expect(pen.text).toBe('🙂 A slow day.');
		expect(listening.mark).toBeUndefined();
		done!.undo();
		expect(pen.text).toBe('🙂 A lazy day.');
	});

	it('in the place of a name goes where history forgets', async () => {
		const purged: string[] = [];
		const pen = { ...penFor('note', 'Nia drew it. A lazy day.'), purge: (text: string) => void purged.push(text) };
		const listening = new Listening(() => 3);
		await rests(listening, pen);
		listening.accept(pen, listening.mark!, 'A student');
		expect(purged).toEqual(['A student drew it. A lazy day.']);
	});
});
