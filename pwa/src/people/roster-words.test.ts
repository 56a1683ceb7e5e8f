import { describe, expect, it } from 'vitest';
import english from '../../../server/content/messages/roster.en.json';
import { chooseLanguage } from '../i18n';
import { ROSTER_PROBLEMS } from './roster-problems';
import { placeOf, sentenceOfFinding, skippedSentence, toldOf } from './roster-words';

const finding = { name: 'role_unknown', gravity: 'row', file: 'users.csv', row: 12, column: 'role', value: 'astronaut', sentence: 'In English.' };
const change = { group: 'people', change: 'new', sourcedId: 'T-1', title: 'Ben Okoro', file: 'staff.csv', row: 3, details: [] };

describe('what a roster’s report says', () => {
	it('has a sentence for every finding, and none left over', () => {
		expect(Object.keys(ROSTER_PROBLEMS).map((name) => `roster_problem_${name}`).sort()).toEqual(Object.keys(english).sort());
	});

	it('names the value and the place', () => {
		expect(sentenceOfFinding(finding)).toBe('The role astronaut is not known. The row was left out.');
		expect(placeOf(finding)).toBe('users.csv, row 12, column role');
		expect(placeOf({ file: '', row: null, column: '' })).toBe('');
	});

	it('says a finding of a newer server in that server’s own words', () => {
		expect(sentenceOfFinding({ ...finding, name: 'not_known_here' })).toBe('In English.');
	});

	it('says that students are never stored, also if the server skips something that is not known here', () => {
		expect(skippedSentence({ file: 'users.csv', what: 'students', rows: 4 })).toBe('users.csv: 4 students, counted and never stored.');
		expect(skippedSentence({ file: 'users.csv', what: 'visitors', rows: 1 })).toContain('never stored');
	});

	it('tells roles in the reader’s words, the new value alone for somebody new, both for a change', () => {
		const details = [{ field: 'roles', before: '', after: 'leader, teacher' }];
		expect(toldOf({ ...change, details })).toBe('Leader, Teacher');
		expect(toldOf({ ...change, change: 'changed', details })).toBe('Roles: – → Leader, Teacher');
		expect(toldOf(change)).toBe('staff.csv, row 3');
	});

	it('says all of it in Spanish too', () => {
		globalThis.localStorage ??= { setItem: () => undefined } as unknown as Storage;
		globalThis.document ??= { documentElement: {} } as unknown as Document;
		chooseLanguage('es');
		expect(placeOf(finding)).toBe('users.csv, fila 12, columna role');
		chooseLanguage('en');
	});
});
