// Letters that nobody mixes up when they are read aloud or typed (Crockford's base 32), and a last one that tells a slip. Pure.

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS = 5;

/** Bytes in letters, five bits each; the last letter is filled with zeros. */
export function toLetters(bytes: Uint8Array): string {
	let [held, many, text] = [0, 0, ''];
	for (const byte of bytes) {
		held = (held << 8) | byte;
		many += 8;
		while (many >= BITS) {
			many -= BITS;
			text += LETTERS[(held >> many) & 31];
		}
		held &= (1 << many) - 1;
	}
	return many > 0 ? text + (LETTERS[(held << (BITS - many)) & 31] ?? '') : text;
}

/** The bytes that letters hold; undefined if one of them is none of ours. */
export function fromLetters(text: string): Uint8Array | undefined {
	let [held, many] = [0, 0];
	const bytes: number[] = [];
	for (const letter of text) {
		const value = LETTERS.indexOf(letter);
		if (value < 0) return undefined;
		held = ((held << BITS) | value) & 0xfff;
		many += BITS;
		if (many < 8) continue;
		many -= 8;
		bytes.push((held >> many) & 255);
	}
	return Uint8Array.from(bytes);
}

/** As it is typed or pasted: lower case, spaces and hyphens, O for zero, I and L for one. */
export function tidied(typed: string): string {
	return typed
		.toUpperCase()
		.replace(/[\s\-–—]/gu, '')
		.replaceAll('O', '0')
		.replace(/[IL]/gu, '1');
}

/** Random letters, 5 bits each. */
export function randomLetters(many: number): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(many)), (byte) => LETTERS[byte & 31]).join('');
}

/** With a last letter by which one wrong or swapped letter is noticed (Luhn's sum, modulo 32). */
export const withCheck = (letters: string): string => letters + (LETTERS[(32 - (sum(letters, 2) % 32)) % 32] ?? '');

/** The letters without the check, or undefined if it does not fit. */
export function checked(letters: string): string | undefined {
	const known = [...letters].every((letter) => LETTERS.includes(letter));
	return known && letters.length > 1 && sum(letters, 1) % 32 === 0 ? letters.slice(0, -1) : undefined;
}

/** In groups of four, as it is shown and read aloud; a last letter alone joins the group before it. */
export const inGroups = (letters: string): string => letters.replace(/(.{4})(?=.{2})/gu, '$1 ');

function sum(letters: string, first: 1 | 2): number {
	let [total, factor] = [0, first];
	for (const letter of [...letters].reverse()) {
		const value = LETTERS.indexOf(letter) * factor;
		total += Math.floor(value / 32) + (value % 32);
		factor = factor === 2 ? 1 : 2;
	}
	return total;
}
