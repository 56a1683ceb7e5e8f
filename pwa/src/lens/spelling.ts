/** Typing errors in words that the lens knows: a letter too many, one too few, two that changed places. */

export type Spelling = { known: ReadonlySet<string>; shorter: ReadonlyMap<string, string> };

const SHORTEST = 6;
const LONGEST = 24;

export function spelling(words: Iterable<string>): Spelling {
	const known = new Set(words);
	const shorter = new Map<string, string>();
	for (const word of known) if (word.length >= SHORTEST && word.length <= LONGEST) for (const less of without(word)) if (!shorter.has(less)) shorter.set(less, word);
	return { known, shorter };
}

/** The known word that was meant, or the word as it stands. */
export function mended(word: string, { known, shorter }: Spelling): string {
	if (word.length < SHORTEST || word.length > LONGEST || known.has(word) || !/^\p{L}+$/u.test(word)) return word;
	// A missing last letter is more often another form of a word than a slip.
	const missing = shorter.get(word);
	if (missing && !missing.startsWith(word)) return missing;
	for (const less of without(word)) if (less.length >= SHORTEST && known.has(less) && !word.startsWith(less)) return less;
	for (let at = 1; at + 1 < word.length; at += 1) {
		const swapped = word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2);
		if (known.has(swapped)) return swapped;
	}
	return word;
}

function without(word: string): string[] {
	return Array.from({ length: word.length - 1 }, (_, at) => word.slice(0, at + 1) + word.slice(at + 2));
}
