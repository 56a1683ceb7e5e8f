/** The words of a sentence as one language reads them: short forms written out, lists looked up. */
import type { Tongue } from './lexicon.ts';
import type { Word } from './patterns.ts';
import { mended } from './spelling.ts';
import type { Token } from './tokens.ts';

const LONGEST_BEGINNING = 14;

export function worded(tokens: readonly Token[], tongue: Tongue): Word[] {
	const words: Word[] = [];
	for (const token of tokens) for (const norm of read(token, tongue)) words.push({ ...token, norm, gap: words.at(-1)?.start === token.start ? '' : token.gap, lists: new Map(), first: false, last: false });
	words.forEach((word, at) => {
		word.first = at === 0 || word.gap === ';' || word.gap === ':';
		word.last = at === words.length - 1 || words[at + 1]!.gap === ';' || words[at + 1]!.gap === ':';
		listed(words, at, tongue);
	});
	return words;
}

/** One token may be several words: `don't`, `T&T`. */
function read(token: Token, tongue: Tongue): readonly string[] {
	if (token.kind !== 'word') return [token.norm];
	const whole = token.norm.replace(/\.$/, '');
	const alias = tongue.aliases.get(token.norm) ?? tongue.aliases.get(whole);
	if (alias) return alias;
	const bare = whole.replace(/'s?$/, '');
	const owner = tongue.aliases.get(bare) ?? [bare];
	if (bare !== whole) return owner;
	return [mended(whole, tongue.known)];
}

function listed(words: Word[], at: number, tongue: Tongue): void {
	const { lists, norm } = words[at]!;
	const put = (list: string, length: number) => {
		const lengths = lists.get(list);
		if (!lengths) lists.set(list, [length]);
		else if (!lengths.includes(length)) lengths.unshift(length);
	};
	for (let length = Math.min(LONGEST_BEGINNING, norm.length); length > 1; length -= 1) for (const list of tongue.begins.get(norm.slice(0, length)) ?? []) put(list, 1);
	let node = tongue.trie.next.get(norm);
	for (let length = 1; node; length += 1) {
		for (const list of node.ends) put(list, length);
		const next = words[at + length];
		node = next && next.gap !== ';' ? node.next.get(next.norm) : undefined;
	}
}
