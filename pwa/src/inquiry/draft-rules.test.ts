import { describe, expect, it } from 'vitest';
import vectors from '../../../tests/wire/protocol_vectors.json';
import { MOST_LIVE, MOST_LOOK_FORS, differences, notYet, soundsLikeALack } from './draft-rules';

describe('a protocol is published as the server decides', () => {
	it('keeps to the same limits', () => {
		expect({ lookFors: MOST_LOOK_FORS, live: MOST_LIVE }).toEqual(vectors.limits);
	});

	it.each(vectors.publishing)('$title', ({ languages, live, reason, problem }) => {
		const means = { no_look_for: 'wrong_shape', words: 'wrong_shape', reason_look_fors: 'reason_needed', reason_live: 'too_many_live' };
		const why = notYet(languages, { live, reason });
		expect(why ? means[why] : null).toBe(problem);
	});
});

describe('a look-for that names a lack', () => {
	it.each([
		['Students do not talk over each other', 'en'],
		["Students don't give up", 'en'],
		['Lessons without long waits', 'en'],
		['Los estudiantes no interrumpen', 'es'],
		['Trabajan sin ayuda', 'es'],
	])('is heard in "%s"', (text, language) => {
		expect(soundsLikeALack(text, language)).toBe(true);
	});

	it.each([
		['Students note what they notice', 'en'],
		['Students know another way', 'en'],
		['Los estudiantes nombran lo sincero de una respuesta', 'es'],
		['Students ask each other', 'fr'],
	])('is not heard in "%s"', (text, language) => {
		expect(soundsLikeALack(text, language)).toBe(false);
	});
});

describe('two versions', () => {
	const one = (id: string, text: string) => ({ id, text, dimension: 'teaching' });

	it('are the same where the words are, wherever they stand', () => {
		const found = differences([one('a', 'Ask'), one('b', 'Wait')], [one('c', 'Wait '), one('d', 'ask')]);
		expect(found.map(({ as }) => as)).toEqual(['same', 'same']);
	});

	it('are changed in a place, hold something new, and have let something go', () => {
		const found = differences([one('a', 'Ask'), one('b', 'Wait')], [one('c', 'Ask each other'), one('d', 'Wait'), one('e', 'Draw')]);
		expect(found.map(({ as }) => as)).toEqual(['changed', 'same', 'new']);
		expect(differences([one('a', 'Ask'), one('b', 'Wait')], [one('c', 'Wait')]).map(({ as }) => as)).toEqual(['same', 'gone']);
		expect(differences([], [one('c', 'Wait')]).map(({ as }) => as)).toEqual(['new']);
	});
});
