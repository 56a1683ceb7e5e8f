import encodeQR from 'qr';
import decodeQR from 'qr/decode.js';
import { describe, expect, it } from 'vitest';
import { type InvitationCode, type VisitCode, lessonMark, lookForMark, read, shortCode, shownKey, written } from './code';
import { checked, fromLetters, inGroups, randomLetters, tidied, toLetters, withCheck } from './letters';

// Properties over made-up codes: the same ones each time, so that a failure can be looked at.
const LETTERS = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
let state = 7;
const upTo = (most: number): number => (state = (state * 48_271) % 2_147_483_647) % most;
const one = <T>(of: readonly T[]): T => of[upTo(of.length)] as T;
const some = <T>(many: number, make: () => T): T[] => Array.from({ length: many }, make);
const id = () => some(32, () => one([...'0123456789abcdef'])).join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
const key = () => some(12, () => one(LETTERS)).join('');
const focus = () => some(upTo(30), () => one([...'Who asks? ¿Quién? 7/9 🦉 é\n“why”'])).join('');
const visit = (): VisitCode => ({ kind: 'visit', school: id(), visit: id(), room: id(), protocol: id(), key: key(), teachers: some(1 + upTo(6), id) });
const invitation = (): InvitationCode => {
	const until = new Date((15_000 + upTo(25_000)) * 86_400_000).toISOString().slice(0, 10);
	return { kind: 'invitation', school: id(), invitation: id(), room: id(), teacher: id(), lookFor: one([null, id()]), until, focus: focus() };
};
const CODES = [...some(150, visit), ...some(150, invitation)];

describe('a code', () => {
	it('says on the other tablet what was put into it', () => {
		for (const code of CODES) expect(read(written(code))).toEqual(code);
	});

	it('may be pasted with spaces, line breaks and small letters', () => {
		for (const code of CODES) {
			const text = written(code).toLowerCase();
			const place = upTo(text.length);
			expect(read(` ${text.slice(0, place)}\n ${text.slice(place)}\t`)).toEqual(code);
		}
	});

	it('with one letter changed, lost or cut off is told to be damaged, never misread', () => {
		for (const code of CODES) {
			const text = written(code);
			const place = 3 + upTo(text.length - 4); // the last letter is padding in part
			const other = one(LETTERS.filter((letter) => letter !== text[place]));
			const problem = place === 3 ? /damaged|newer/u : /damaged/u;
			expect(read(text.slice(0, place) + other + text.slice(place + 1))).toMatch(problem);
			expect(read(text.slice(0, place) + text.slice(place + 1))).toMatch(/damaged|newer|foreign|mistyped/u);
			expect(read(text.slice(0, place))).toMatch(/damaged|newer|foreign|mistyped/u);
		}
	});

	it('cuts a long focus between characters', () => {
		const code = { ...invitation(), focus: '🦉'.repeat(100) };
		expect(read(written(code))).toEqual({ ...code, focus: '🦉'.repeat(60) });
	});

	it('holds until 2149 at most, whatever day was chosen', () => {
		const code = { ...invitation(), until: '9999-12-31' };
		expect(read(written(code))).toEqual({ ...code, until: '2149-06-06' });
	});

	it('of a newer app, of something else, and of nothing each have their answer', () => {
		expect(read(`BW2${written(visit()).slice(3)}`)).toBe('newer');
		const others = ['https://example.org/menu', 'WIFI:S:Harbor;T:WPA;P:secret;;', '', 'hello', '🦉', 'x'.repeat(5000), '\ud800', 'BW', 'BW1'];
		for (const foreign of others) expect(read(foreign)).toBe('foreign');
		for (const junk of some(500, () => some(upTo(60), () => String.fromCharCode(upTo(0x2fff))).join(''))) expect(typeof read(junk)).toBe('string');
	});

	it('drawn as a picture is read from the picture', () => {
		for (const code of [...CODES.slice(0, 4), ...CODES.slice(-4)]) expect(read(decodeQR(picture(written(code))))).toEqual(code);
	});

	it('with one teacher fits a picture that a tablet reads across a table', () => {
		const text = written({ ...visit(), teachers: [id()] });
		expect(encodeQR(text, 'raw', { ecc: 'medium', border: 4 }).length).toBeLessThanOrEqual(45 + 8); // version 7 and its quiet zone
	});
});

describe('a key that is typed', () => {
	it('comes back as it was', () => {
		for (const letters of some(200, key)) expect(read(shownKey(letters))).toEqual({ kind: 'key', key: letters });
	});

	it('stands in groups that can be read aloud', () => {
		expect(inGroups('BM1TNXBCBE7DV')).toBe('BM1T NXBC BE7DV');
		expect(inGroups('BM1TNXBCBE7D')).toBe('BM1T NXBC BE7D');
	});

	it('forgives small letters, hyphens, O for zero, I and L for one', () => {
		expect(tidied('7k3q-oil0 ')).toBe('7K3Q0110');
	});

	it('with one wrong letter, or two that changed places, is told at once', () => {
		for (const letters of some(300, key)) {
			const shown = withCheck(letters);
			const at = upTo(12);
			const other = one(LETTERS.filter((letter) => letter !== shown[at]));
			expect(read(shown.slice(0, at) + other + shown.slice(at + 1))).toBe('mistyped');
			const [first, second] = [shown[at] ?? '', shown[at + 1] ?? ''];
			const unseen = first === second || [first, second].sort().join('') === '0Z';
			if (!unseen) expect(read(shown.slice(0, at) + second + first + shown.slice(at + 2))).toBe('mistyped');
		}
	});

	it('has 60 random bits', () => {
		const [mine, yours] = [randomLetters(12), randomLetters(12)];
		expect(mine).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/u);
		expect(mine).not.toBe(yours);
		expect(checked(withCheck(mine))).toBe(mine);
	});
});

describe('an invitation in short', () => {
	it('names the lesson and the look-for by marks that the other tablet finds again', () => {
		for (const [lesson, lookFor] of some(200, () => [id(), one([null, id()])] as const)) {
			expect(read(shortCode(lesson, lookFor))).toEqual({ kind: 'short', lesson: lessonMark(lesson), lookFor: lookForMark(lookFor) });
		}
	});
});

describe('letters', () => {
	it('hold bytes, five bits each', () => {
		for (let many = 0; many < 60; many++) {
			const bytes = Uint8Array.from(some(many, () => upTo(256)));
			expect(fromLetters(toLetters(bytes))).toEqual(bytes);
		}
	});
});

/** The code as a camera's picture: four pixels a module, black on white. */
function picture(text: string): { width: number; height: number; data: Uint8ClampedArray } {
	const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
	const side = modules.length * 4;
	const data = new Uint8ClampedArray(side * side * 4).fill(255);
	for (let at = 0; at < side * side; at++) {
		const [x, y] = [at % side, Math.floor(at / side)];
		if (modules[y >> 2]?.[x >> 2]) data.fill(0, at * 4, at * 4 + 3);
	}
	return { width: side, height: side, data };
}
