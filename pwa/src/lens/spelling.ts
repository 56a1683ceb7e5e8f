/** Typing errors in words that the lens knows: a letter too many, one too few, two that changed places. */

const SHORTEST = 6;
const LONGEST = 24;
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/** The known word that was meant, or the word as it stands. */
export function mended(word: string, known: ReadonlySet<string>): string {
	if (word.length < SHORTEST || word.length > LONGEST || known.has(word) || !/^[a-z]+$/.test(word)) return word;
	return missing(word, known) ?? extra(word, known) ?? swapped(word, known) ?? word;
}

/** One letter was left out. Not the last: that is more often another form of the word than a slip. */
function missing(word: string, known: ReadonlySet<string>): string | undefined {
	for (let at = 1; at < word.length; at += 1) {
		const [begin, end] = [word.slice(0, at), word.slice(at)];
		for (const letter of LETTERS) if (known.has(begin + letter + end)) return begin + letter + end;
	}
	return undefined;
}

function extra(word: string, known: ReadonlySet<string>): string | undefined {
	for (let at = 1; at < word.length; at += 1) {
		const less = word.slice(0, at) + word.slice(at + 1);
		if (less.length >= SHORTEST && known.has(less) && !word.startsWith(less)) return less;
	}
	return undefined;
}

function swapped(word: string, known: ReadonlySet<string>): string | undefined {
	for (let at = 1; at + 1 < word.length; at += 1) {
		const other = word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2);
		if (known.has(other)) return other;
	}
	return undefined;
}
