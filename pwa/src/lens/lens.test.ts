import { expect, test } from 'vitest';
import { read } from './lens.ts';
import { loaded } from './load.ts';
import { why } from './says.ts';

const lexicon = await loaded();
const labels = (text: string, options = {}) => read(text, lexicon, options).labels;
const words = (text: string, label: string, options = {}) =>
	read(text, lexicon, options).findings.filter((one) => one.label === label).map(({ start, end }) => [...text].slice(start, end).join(''));

test('a lack is marked, and what was seen is not', () => {
	expect(words('5 of 20 students were off task.', 'deficit')).toEqual(['off task']);
	expect(labels('Nobody was off-task; 5 of 5 tables were building.')).not.toContain('deficit');
});

test('a student is named, a teacher and a book are not', () => {
	expect(words('Ximena explained her model to a partner.', 'pii')).toEqual(['Ximena']);
	expect(labels('Ms. Rivera asked three questions.')).not.toContain('pii');
	expect(labels('Students read Esperanza Rising in pairs.')).not.toContain('pii');
});

test('what stands inside a quotation is nobody’s verdict, and a name in it still counts', () => {
	expect(labels('A student said, "I am lazy and bad at math."')).toEqual(['evidence']);
	expect(words('T: "Thank you, Amina."', 'pii')).toEqual(['Amina']);
});

test('the school’s own adults are no students, and its own words are its own', () => {
	expect(labels('Marisol greeted the class.')).toContain('pii');
	expect(labels('Marisol greeted the class.', { adults: ['Marisol Vega'] })).not.toContain('pii');
	const fine = [{ words: 'low group', label: 'fine' as const }];
	expect(labels('The low group met in the hall.')).toContain('deficit');
	expect(labels('The low group met in the hall.', { words: fine })).not.toContain('deficit');
	const own = [{ words: 'bubble talk', label: 'deficit' as const }];
	expect(words('Much Bubble Talk today.', 'deficit', { words: own })).toEqual(['Bubble Talk']);
});

test('short forms, slips of the finger and capitals are read as they are meant', () => {
	expect(labels('Ss T&T w/ partner, 3/4 grps using sent. stems')).toEqual(['asset', 'evidence']);
	expect(labels('the studnets are strugling')).toContain('deficit');
	expect(labels('STUDENTS ARE LAZY')).toContain('deficit');
});

test('offsets count code points, behind emoji too', () => {
	const text = '🎉🎉 Leila shared. 😀 The kids are lazy.';
	expect(words(text, 'pii')).toEqual(['Leila']);
	expect(words(text, 'deficit')).toEqual(['lazy']);
});

test('a mixed note is read in both languages', () => {
	expect(labels('Los Ss were off task y no hicieron nada.')).toContain('deficit');
	expect(labels('Hoy the students son muy flojos.')).toContain('deficit');
});

test('every mark that asks for a change says why, in both languages, and offers something', () => {
	const texts = ['The kids are lazy.', 'Great lesson!', 'Rating: 3 of 4.', 'Nia left.', 'Call 555-201-3344.', 'Her parents do not care.', 'Good for that group.'];
	const found = texts.flatMap((text) => read(text, lexicon).findings).filter((one) => ['deficit', 'judgement', 'ranking', 'pii'].includes(one.label));
	expect(new Set(found.map((one) => one.label)).size).toBe(4);
	for (const { rule, suggestion } of found) {
		expect(why(rule, lexicon, 'en'), rule).toBeTruthy();
		expect(why(rule, lexicon, 'es'), rule).toBeTruthy();
		expect(suggestion, rule).not.toBeNull();
	}
});

test('a rewording keeps the rest of the sentence', () => {
	const text = 'The students failed to follow the steps at 10:05.';
	const [found] = read(text, lexicon).findings.filter((one) => one.label === 'deficit');
	expect(text.slice(0, found!.start) + found!.suggestion! + text.slice(found!.end)).toBe('The students did not yet follow the steps at 10:05.');
});
