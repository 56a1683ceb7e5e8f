// Words that are longer than one note holds become several notes. Pure.

/** In UTF-16 units; the server counts characters, of which there are never more (`Text` in server/kernel/wire.py). */
export const LONGEST = 8_000;
/** What a field takes in: a browser would cut off what is pasted beyond, without a word. */
export const ANY = 10_000_000;
/** Where a long text is cut at the latest, so that a word can still be added to each piece. */
const FULL = 7_800;
/** How far before that a good place to cut is looked for. */
const BACK = 1_000;

/** The text in pieces that a note holds each; joined they are the text. Cut after a line, a sentence, a word, or at least a whole character. */
export function pieces(text: string): string[] {
	const cut: string[] = [];
	let rest = text;
	while (rest.length > LONGEST) {
		const at = goodPlace(rest);
		cut.push(rest.slice(0, at));
		rest = rest.slice(at);
	}
	return [...cut, rest];
}

const GOOD = [/.*\n/su, /.*[.!?…]["”»)]*\s+/su, /.*\s+/su];

function goodPlace(text: string): number {
	const from = FULL - BACK;
	const window = text.slice(from, FULL);
	for (const place of GOOD) {
		const found = place.exec(window);
		if (found) return from + found[0].length;
	}
	return wholeCharacters(text);
}

/** Not within a pair of surrogates, nor within what a reader sees as one character. */
function wholeCharacters(text: string): number {
	const from = FULL - BACK;
	const seen = [...new Intl.Segmenter().segment(text.slice(from, FULL))];
	const last = from + (seen.at(-1)?.index ?? 0);
	return last > from ? last : FULL;
}
