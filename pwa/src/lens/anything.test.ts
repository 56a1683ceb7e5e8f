import { expect, test } from 'vitest';
import { read } from './lens.ts';
import { loaded } from './load.ts';

const lexicon = await loaded();

/** Numbers that look like chance and are the same in every run. */
function dice(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

const PIECES = ['the kids', ' ', 'lazy', '"', '“', '”', "'", '«', '.', '?', '\n', ',', ';', ':', '—', '¿', '😀', '👩🏽‍🏫', '\ud83d', '\udc00', 'مرحبا', 'שלום', '\u202e', 'Nia', 'Ms.', '3 of 4', '10:42', 'a@b.co', '555-201-3344', 'é', 'e\u0301', 'ﬁ', 'İ', '\0', '\u200d', 'aaaaaaaaaaaa', "can't", 'no', 'sabe', 'Ss', 'T&T', '#', '@', '(', ')', '1.', 'R.', 'x'.repeat(80)];

function made(seed: number): string {
	const roll = dice(seed);
	return Array.from({ length: roll(60) }, () => PIECES[roll(PIECES.length)]! + (roll(2) ? ' ' : '')).join('');
}

test('whatever is written, it is read, and every mark stands inside the text', () => {
	for (let seed = 1; seed <= 1500; seed += 1) {
		const text = made(seed);
		const { labels, findings } = read(text, lexicon);
		const points = [...text].length;
		for (const { label, start, end, rule } of findings) {
			expect(labels, `${seed} ${rule}`).toContain(label);
			expect(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start < end && end <= points, `${seed} ${rule} ${start} ${end}`).toBe(true);
		}
		expect(new Set(labels).size).toBe(labels.length);
	}
});

test('the marks of one label never lie over each other', () => {
	for (let seed = 1; seed <= 500; seed += 1) {
		const { findings } = read(made(seed), lexicon);
		for (const one of findings) for (const other of findings) if (one !== other && one.label === other.label) expect(one.end <= other.start || other.end <= one.start, String(seed)).toBe(true);
	}
});

const SENTENCES = ['The kids are lazy.', 'Nia drew the model.', 'Rating: 3 of 4.', '14 of 18 students explained a second strategy.', 'A student said, "I was wrong."', 'Great lesson!', 'What moved them?', 'Los alumnos son flojos.', 'Ms. Cho waited 7 seconds.', 'No anchor chart was used.'];

test('a sentence more changes nothing in the others', () => {
	for (const first of SENTENCES) {
		const alone = read(first, lexicon).findings;
		for (const second of SENTENCES) {
			const both = read(`${first} ${second}`, lexicon).findings;
			expect(both.filter((one) => one.end <= first.length), `${first} ${second}`).toEqual(alone);
			const shift = first.length + 1;
			const late = both.filter((one) => one.start >= shift).map((one) => ({ ...one, start: one.start - shift, end: one.end - shift }));
			expect(late, `${first} ${second}`).toEqual(read(second, lexicon).findings);
		}
	}
});

test('reading is the same every time, and the lexicon is left as it was', () => {
	const text = SENTENCES.join(' ');
	expect(read(text, lexicon)).toEqual(read(text, lexicon));
});

/** The quickest of three, so that a busy machine does not speak. */
function took(text: string): number {
	const times = [1, 2, 3].map(() => {
		const begun = performance.now();
		read(text, lexicon);
		return performance.now() - begun;
	});
	return Math.min(...times);
}

test.each([
	['a note without end', 'The kids are lazy and Nia drew a model. '],
	['one word', 'a'],
	['no words', '"'],
	['letters and stops', 'a.'],
	['digits', '5-'],
	['quotations that never close', '“ x '],
	['one sentence', 'the kids can not '],
	['addresses that are none', 'a.b@'],
	['apostrophes', "x'"],
	['emoji', '😀'],
])('twelve times the text takes about twelve times as long: %s', (_, piece) => {
	const size = (length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
	took(size(4_000));
	expect(took(size(48_000))).toBeLessThan(60 * Math.max(4, took(size(4_000))));
});
