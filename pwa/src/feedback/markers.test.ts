import { describe, expect, it } from 'vitest';
import en from './marked/en.json';
import es from './marked/es.json';
import { type Letter, type Marked, MARKERS, languageOf, looksAt } from './markers';

const both: Marked[] = [en, es];
const NOTE = '7 of 9 pairs compared two ways to add';
const GOOD = 'You asked "How do you know?" and waited, so nine students answered with a reason';
const letter = (text: string, question = '', rest: Partial<Letter> = {}): Letter => ({
	strengths: [{ id: 's', text, notes: [NOTE] }],
	question,
	focus: ['Students explain their thinking'],
	...rest,
});
const found = (of: Letter, languages = both) => looksAt(of, languages).map(({ marker }) => marker);

describe('a letter in which everything is there', () => {
	it.each([
		[GOOD, 'What did you listen for in those answers?'],
		[GOOD, ''],
		['The picture glossary on table 2 let four readers go back to the word before they wrote', 'How do students choose when to use the glossary?'],
		['Usted preguntó "¿cómo lo sabes?" y esperó, así que nueve estudiantes dieron una razón', '¿Qué escuchó usted en esas razones?'],
		['La rutina de parejas permitió que todos los alumnos ensayaran su respuesta antes de hablar', '¿Cómo eligen las parejas quién empieza?'],
	])('is left alone: %s', (text, question) => {
		expect(found(letter(text, question))).toEqual([]);
	});

	it('is left alone while nothing is written', () => {
		expect(looksAt({ strengths: [], question: '', focus: [] }, both)).toEqual([]);
		expect(found(letter('   '))).toEqual([]);
	});
});

describe('what is worth another look', () => {
	it.each<[string, Letter]>([
		['grounded', letter(GOOD, '', { strengths: [{ id: 's', text: GOOD, notes: [] }] })],
		['effect', letter('Great questions to all students')],
		['effect', letter('Buenas preguntas a los estudiantes')],
		['learners', letter('You waited after each question, which gave time to think', '', { strengths: [{ id: 's', text: 'You waited after each question, which gave time to think', notes: ['Waited 4 s'] }] })],
		['contrast', letter(`${GOOD}, but the end was short`)],
		['contrast', letter('Usted esperó, así que nueve estudiantes dieron una razón, pero faltó el cierre')],
		['contrast', letter(GOOD, 'However, how do you close those answers?')],
		['open', letter(GOOD, 'Did you plan those answers?')],
		['open', letter(GOOD, "Why didn't you ask for a second reason?")],
		['open', letter(GOOD, 'How did you choose who answered? What came next for the students?')],
		['open', letter(GOOD, 'I like the reason')],
		['open', letter('Usted esperó, así que nueve estudiantes dieron una razón', '¿Por qué no pidió otra razón?')],
		['anchored', letter(GOOD, 'What do you do at home?')],
		['advice', letter(GOOD, 'What if you should answer later?')],
		['advice', letter('Usted esperó, así que los estudiantes dieron razones. Debería hacerlo siempre')],
		['compared', letter('Your questions let students reason better than other classes')],
		['compared', letter('Sus preguntas permitieron que los alumnos razonaran mejor que en cuarto')],
		['brief', letter(`${GOOD} ${'and students explained again '.repeat(40)}`)],
		['options', letter(`${GOOD}. Try to do it at the start`)],
	])('%s', (marker, of) => {
		expect(found(of)).toContain(marker);
	});

	it('comes in one order, each once, and says where', () => {
		const looks = looksAt(letter('Nice, but you should be better than other teachers', 'Do you?'), both);
		const order = looks.map(({ marker }) => MARKERS.indexOf(marker));
		expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
		expect(looks.find(({ marker }) => marker === 'open')?.part).toBe('question');
		expect(looks.find(({ marker }) => marker === 'contrast')).toMatchObject({ part: 's', words: 'but' });
	});

	it('is not found in what somebody said in the room', () => {
		expect(found(letter('A student said "you should try it, but slower", so the class tried it again'))).toEqual([]);
	});
});

it('takes a text for the language of its small words, and for both when that cannot be told', () => {
	expect(languageOf('Los estudiantes comparan en parejas', [en, es])).toEqual([es]);
	expect(languageOf('Students compare in pairs with the glossary', [en, es])).toEqual([en]);
	expect(languageOf('zzz', [en, es])).toEqual([en, es]);
});
