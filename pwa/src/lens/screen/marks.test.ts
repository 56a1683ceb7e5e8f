import { describe, expect, it } from 'vitest';
import { type Mark, type Sort, chosen, quoted, replaced, sentenceAt, standing, takenBack, unitsOf } from './marks';

const marked = (text: string, words: string, sort: Sort = 'deficit', rule = `${sort}.one`): Mark => {
	const start = text.indexOf(words);
	return { sort, start, end: start + words.length, words, rule, why: '', offer: null };
};

describe('code points and fields', () => {
	it('an emoji before the words moves them by two in a field', () => {
		const text = '🙂🙂 Nia drew';
		expect(unitsOf(text, [3, 6])).toEqual([5, 8]);
		expect(text.slice(5, 8)).toBe('Nia');
	});

	it('asked in any order, beyond the end too', () => {
		expect(unitsOf('a🙂b', [3, 0, 2, 9])).toEqual([4, 0, 3, 4]);
	});

	it('half a character counts as one', () => {
		expect(unitsOf('\ud83dab', [1, 3])).toEqual([1, 3]);
	});
});

describe('the sentence at the caret', () => {
	const text = 'Two pairs compared. Was it loud? Yes\nNew line';
	it.each([
		[0, 'Two pairs compared. '],
		[19, 'Two pairs compared. '],
		[20, 'Was it loud? '],
		[34, 'Yes\n'],
		[40, 'New line'],
		[Infinity, 'New line'],
	])('at %s', (at, sentence) => {
		const { start, end } = sentenceAt(text, at);
		expect(text.slice(start, end)).toBe(sentence);
	});

	it('a decimal or a time is no end', () => {
		expect(sentenceAt('At 9.30 they met', 12)).toEqual({ start: 0, end: 16 });
	});
});

describe('one thing at a time', () => {
	const text = 'They failed to start. The lazy ones left. Nia slept';
	const failed = marked(text, 'failed');
	const lazy = marked(text, 'lazy');
	const nia = marked(text, 'Nia', 'pii');

	it('the sentence that is being written comes first', () => {
		expect(chosen(text, [failed, lazy, nia], text.indexOf('left'), false)).toBe(lazy);
	});

	it('what is said stays said while its writer goes on without a new mark', () => {
		const on = `${text.slice(0, 42)}Then two pairs`;
		expect(chosen(on, [failed, lazy], on.length, true, failed)).toBe(failed);
		expect(chosen(on, [failed, lazy], on.length, true)).toBe(lazy);
	});

	it('a name comes before other words of the same sentence', () => {
		const both = 'Nia is lazy';
		const [name, word] = [marked(both, 'Nia', 'pii'), marked(both, 'lazy')];
		expect(chosen(both, [name, word], both.length, true)).toBe(name);
		expect(chosen(both, [name, word], both.length, true, word)).toBe(word);
	});

	it('a word at the caret may be half a word, until its writer has rested', () => {
		const half = 'They talked to Nat';
		const nat = marked(half, 'Nat', 'pii');
		expect(chosen(half, [nat], half.length, false)).toBeUndefined();
		expect(chosen(half, [nat], half.length, true)).toBe(nat);
	});

	it('nothing to say is nothing', () => {
		expect(chosen(text, [], 3, true, failed)).toBeUndefined();
	});
});

describe('an offer accepted', () => {
	it('changes the marked words, behind emoji, and nothing else', () => {
		const text = '👩🏽‍🏫🙂 The low group read. The low tide.';
		const done = replaced(text, marked(text, 'low group'), 'group that is learning to decode');
		expect(done?.text).toBe('👩🏽‍🏫🙂 The group that is learning to decode read. The low tide.');
	});

	it('finds the words where they went while somebody typed before them', () => {
		const mark = marked('Nia drew it', 'Nia');
		expect(replaced('Then Nia drew it', mark, 'a student')?.text).toBe('Then a student drew it');
		expect(replaced('Then she drew it', mark, 'a student')).toBeUndefined();
	});

	it('of two equal words takes the one that was marked', () => {
		const text = 'Nia asked Nia';
		expect(replaced(text, { words: 'Nia', start: 10 }, 'S2')?.text).toBe('Nia asked S2');
		expect(standing(`x${text}`, { words: 'Nia', start: 10 })).toBe(11);
	});

	it('words with signs of their own are only words', () => {
		expect(standing('is (it) a+b?', { words: '(it) a+b?', start: 0 })).toBe(3);
	});

	it('words taken out leave no two spaces, and come back with theirs', () => {
		const done = replaced('They met Nia here', { words: 'Nia', start: 9 }, '');
		expect(done?.text).toBe('They met here');
		expect(takenBack('They met here', done!.change)).toBe('They met Nia here');
	});

	it('is taken back whatever was typed around it since', () => {
		const done = replaced('🙂 They are lazy', marked('🙂 They are lazy', 'lazy'), 'not yet started');
		expect(takenBack(`Now ${done!.text}, at 9:15`, done!.change)).toBe('Now 🙂 They are lazy, at 9:15');
		expect(takenBack('Something else', done!.change)).toBeUndefined();
	});
});

describe('the quotation', () => {
	it('is the sentence around the words, cut at words where it is long', () => {
		const text = `Before. ${'one two three '.repeat(10)}lazy ${'four five '.repeat(10)}end. After.`;
		const { before, words, after } = quoted(text, marked(text, 'lazy'), 20);
		expect(before).toBe('…one two three ');
		expect(words).toBe('lazy');
		expect(after).toBe(' four five four…');
	});

	it('never cuts through an emoji', () => {
		const text = `${'🙂'.repeat(40)} lazy`;
		expect(quoted(text, marked(text, 'lazy'), 31).before.isWellFormed()).toBe(true);
	});
});
