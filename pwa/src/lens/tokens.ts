/** Text into sentences of tokens, with quotations set apart. Offsets are UTF-16 here; `places` makes code points of them. */

export type Kind = 'word' | 'number' | 'time' | 'email' | 'phone' | 'emoji' | 'quote' | 'mark';
export type Token = {
	kind: Kind;
	/** Lower case, without accents, straight apostrophes. */
	norm: string;
	text: string;
	start: number;
	end: number;
	/** What stands between this token and the one before: nothing, a comma, a colon, or the end of a clause. */
	gap: '' | ',' | ':' | ';';
	/** What a quotation holds. */
	inside?: Token[];
};
export type Sentence = { tokens: Token[]; start: number; end: number; asks: boolean; shouts: boolean };

const PIECE = new RegExp(
	[
		String.raw`(?<email>[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,64}(?:\.[\p{L}\d-]{1,32}){1,4})`,
		String.raw`(?<phone>(?<![\d.])(?:\+\d{1,3}[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])(?:\d{3}[ .-]?\d{4}|\d{4})(?!\d))`,
		String.raw`(?<time>\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?(?!\p{L}))?|\d{1,2}\s?[ap]\.?m\.?(?!\p{L}))`,
		String.raw`(?<number>\d+(?:[.,/-]\d+)*%?(?:st|nd|rd|th|er|\.?[ºª°])?(?!\p{L})|[½¼¾⅓⅔])`,
		String.raw`(?<short>(?:w\/o|w\/|b\/c|n\/a|[st]\/[st])(?!\p{L})|\p{L}{1,2}&\p{L}{1,2}(?!\p{L})|(?:\p{L}\.){2,4}|[A-F][+-](?![\p{L}\d]))`,
		String.raw`(?<word>\p{L}[\p{L}\p{M}\d]*(?:['’]\p{L}+)*)`,
		String.raw`(?<emoji>\p{Extended_Pictographic})`,
	].join('|'),
	'giuy',
);
const ENDS = /[.!?…\n\r。؟]/u;
const BREAKS = /[;()[\]•|]/u;
const ABBREVIATED = /^(?:mr|mrs|ms|dr|prof|profa|sr|sra|srta|st|vs|etc|approx|sent|min|mins|sec|secs|hr|hrs|grp|gr|pd|pg|no|vol|jr|fig|ch|ex|ss|s|t|aprox|lic|mtra|mtro|ud|uds|dept|dist|est|info|wksht|ques|vocab)$/;
const PAIRS: Record<string, string> = { '"': '"', '“': '”', '«': '»', '„': '“', '‘': '’', "'": "'", '”': '”' };
const LONGEST_QUOTE = 1_500;
/** Tokens; what goes on without a stop is cut, so that a note of any length is read in linear time. */
const LONGEST_SENTENCE = 150;

/** Lower case, no accents, straight apostrophes, no letter more than twice in a row. */
export function normal(word: string): string {
	return word.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’‘`]/g, "'").toLowerCase().replace(/(\p{L})\1{2,}/gu, '$1$1');
}

export function sentences(text: string): Sentence[] {
	const found: Sentence[] = [];
	let tokens: Token[] = [];
	const close = (end: number, asks: boolean) => {
		if (tokens.length) found.push({ tokens, start: tokens[0]!.start, end, asks, shouts: shouted(tokens) });
		tokens = [];
	};
	walk(text, 0, text.length, tokens, (end, asks) => {
		close(end, asks);
		return tokens;
	});
	close(text.length, false);
	return found;
}

/** Read `text` from `at` to `stop` into `tokens`; at the end of a sentence `ended` gives the list to go on with. */
function walk(text: string, at: number, stop: number, tokens: Token[], ended: ((end: number, asks: boolean) => Token[]) | null): void {
	let gap: Token['gap'] = '';
	while (at < stop) {
		if (ended && tokens.length >= LONGEST_SENTENCE) tokens = ended(at, false);
		const mark = text[at]!;
		const closing = ended && mark in PAIRS ? closes(text, at, stop) : -1;
		if (closing > 0) {
			const inside: Token[] = [];
			walk(text, at + 1, closing, inside, null);
			tokens.push({ kind: 'quote', norm: '"', text: '', start: at, end: closing + 1, gap, inside });
			gap = '';
			at = closing + 1;
			// A quotation that ends its sentence ends the note's too, when a capital follows.
			if (ENDS.test(text[closing - 1] ?? '') && /^\s*(?:$|\p{Lu})/u.test(text.slice(at, at + 8)) && ended) tokens = ended(at, false);
			continue;
		}
		PIECE.lastIndex = at;
		const piece = PIECE.exec(text);
		if (piece && at + piece[0].length <= stop) {
			tokens.push(token(piece, at, gap));
			gap = '';
			at += piece[0].length;
		} else if (ENDS.test(mark) && !continues(text, at, tokens.at(-1))) {
			let end = at + 1;
			while (end < stop && ENDS.test(text[end]!)) end += 1;
			if (ended) tokens = ended(end, text.slice(at, end).includes('?') || text.slice(at, end).includes('؟'));
			gap = ended ? '' : ';';
			at = end;
		} else {
			if (mark === ',' || mark === '+' || mark === '&' || mark === '/') gap ||= ',';
			else if (mark === ':') gap = gap === ';' ? ';' : ':';
			else if (BREAKS.test(mark) || ((mark === '–' || mark === '—' || mark === '-') && text[at - 1] === ' ')) gap = ';';
			else if (mark === '¿' || mark === '¡' || mark === '—' || mark === '–') gap ||= ',';
			at += 1;
		}
	}
}

function token(piece: RegExpExecArray, start: number, gap: Token['gap']): Token {
	const kind = Object.entries(piece.groups!).find(([, found]) => found !== undefined)![0];
	const text = piece[0];
	return { kind: (kind === 'short' ? 'word' : kind) as Kind, norm: normal(text), text, start, end: start + text.length, gap };
}

/** Whether the stop at `at` belongs to a short form, an initial or a number, and the sentence goes on. */
function continues(text: string, at: number, before: Token | undefined): boolean {
	if (text[at] !== '.' || !before || before.end !== at) return false;
	const next = /^\s*(\S)/u.exec(text.slice(at + 1, at + 12))?.[1] ?? '';
	if (/[a-zá-ú,;)]/u.test(next)) return true;
	return ABBREVIATED.test(before.norm) && next !== '' ? before.norm.length > 1 || before.text.length === 1 : /^\p{Lu}$/u.test(before.text) && next !== '';
}

/** Where the quotation that opens at `at` closes, or -1: an apostrophe, an inch mark, or one that never closes. */
function closes(text: string, at: number, stop: number): number {
	const mark = text[at]!;
	const before = text[at - 1] ?? ' ';
	if (/[\p{L}\d]/u.test(before)) return -1;
	const within = text.slice(at + 1, Math.min(stop, at + LONGEST_QUOTE));
	const single = mark === "'" || mark === '‘';
	const ends = single ? new RegExp(`[${mark === "'" ? "'" : "’'"}](?![\\p{L}\\d])`, 'u') : new RegExp(`[${PAIRS[mark]}"]`, 'u');
	const found = ends.exec(within);
	if (found && found.index > 0) return at + 1 + found.index;
	return -1;
}

function shouted(tokens: Token[]): boolean {
	const words = tokens.filter((one) => one.kind === 'word' && one.text.length > 1);
	const loud = words.filter((one) => one.text === one.text.toUpperCase());
	return words.length > 1 && loud.length / words.length > 0.7;
}

/** From UTF-16 offsets to code points. */
export function places(text: string): (offset: number) => number {
	if (!/[\uD800-\uDBFF]/.test(text)) return (offset) => offset;
	const counted = new Uint32Array(text.length + 1);
	let points = 0;
	for (let at = 0; at < text.length; ) {
		const long = text.codePointAt(at)! > 0xffff;
		counted[at] = points;
		if (long) counted[at + 1] = points;
		at += long ? 2 : 1;
		points += 1;
	}
	counted[text.length] = points;
	return (offset) => counted[offset]!;
}
