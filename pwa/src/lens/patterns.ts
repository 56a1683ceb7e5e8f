/**
 * The small language of the rules. A pattern is read from left to right over the words of a sentence:
 * `word`, `begin*`, `*end`, `@list`, `#kind`; `a|b` either; `a?` perhaps; `..3` up to three words of any kind; `!a`
 * not this word here; `[` and `]` around the words to point at (all of it otherwise). It never crosses the end of a
 * clause, and a quotation is one word to it: `#quote`.
 */
import type { Token } from './tokens.ts';

/** A word of a sentence as the patterns see it. `lists`: for every list, how many words its phrases take from here. */
export type Word = Token & { lists: Map<string, number[]>; first: boolean; last: boolean };

type Test = (word: Word) => readonly number[];
type Step = { test: Test; optional: boolean; not: boolean } | { gap: number } | { end: true } | { mark: 'open' | 'close' };
/** `first`: it holds only at the start of a clause. `starts`: what it may begin with. */
export type Pattern = { steps: Step[]; first: boolean; starts: readonly string[] | null; text: string };
export type Match = { from: number; to: number; start: number; end: number };

const NONE: readonly number[] = [];
const ONE: readonly number[] = [1];
const ZERO: readonly number[] = [0];
const INDEXED = /^(?:@?[\p{L}\d'"_.&/%+-]+|#(?:number|time|email|phone|emoji|quote|word))$/u;

export function pattern(text: string, known: ReadonlySet<string>): Pattern {
	const parts = text.trim().split(/\s+/);
	const steps = parts.flatMap((part) => step(part, text, known));
	const words = parts.filter((part) => part !== '[' && part !== ']' && !part.startsWith('!'));
	const first = words[0] === '#start';
	return { steps, first, starts: begins(words.slice(first ? 1 : 0)), text };
}

/** By what a word that the pattern begins with is known: itself, a list that holds it, its kind. Null: by nothing. */
function begins([part, ...rest]: readonly string[]): readonly string[] | null {
	if (part === undefined || part.startsWith('..')) return null;
	const optional = part.endsWith('?') && part.length > 1;
	const keys = part.slice(0, optional ? -1 : undefined).split('|');
	if (!keys.every((key) => INDEXED.test(key))) return null;
	const later = optional ? begins(rest) : [];
	return later && [...keys, ...later];
}

function step(part: string, text: string, known: ReadonlySet<string>): Step[] {
	if (part === '[') return [{ mark: 'open' }];
	if (part === ']') return [{ mark: 'close' }];
	if (part === '#end') return [{ end: true }];
	const gap = /^\.\.(\d+)$/.exec(part);
	if (gap) return [{ gap: Number(gap[1]) }];
	const not = part.startsWith('!');
	const optional = part.endsWith('?') && part.length > 1;
	return [{ test: either(part.slice(not ? 1 : 0, optional ? -1 : undefined).split('|'), text, known), optional, not }];
}

/** Plain words are looked up together: a step may name forty of them. */
function either(parts: readonly string[], text: string, known: ReadonlySet<string>): Test {
	const plain = new Set(parts.filter((one) => !/[@#*]/.test(one)));
	const tests = parts.filter((one) => !plain.has(one)).map((one) => atom(one, text, known));
	return (word) => {
		if (plain.has(word.norm)) return ONE;
		for (const test of tests) {
			const found = test(word);
			if (found.length) return found;
		}
		return NONE;
	};
}

function atom(one: string, text: string, known: ReadonlySet<string>): Test {
	if (one.startsWith('@')) {
		const list = one.slice(1);
		if (!known.has(list)) throw new Error(`no list ${list} for the pattern "${text}"`);
		return (word) => word.lists.get(list) ?? NONE;
	}
	if (one.startsWith('#')) return kinds(one.slice(1), text);
	if (one.endsWith('*')) return (word) => (word.norm.startsWith(one.slice(0, -1)) ? ONE : NONE);
	if (one.startsWith('*')) return (word) => (word.norm.endsWith(one.slice(1)) ? ONE : NONE);
	throw new Error(`"${one}" is nothing that a pattern may say: "${text}"`);
}

function kinds(kind: string, text: string): Test {
	if (kind === 'start') return (word) => (word.first ? ZERO : NONE);
	if (kind === 'last') return (word) => (word.last ? ONE : NONE);
	if (kind === 'any') return () => ONE;
	if (kind === 'code') return (word) => (/\d{4,}/.test(word.norm) ? ONE : NONE);
	if (kind === 'share') return (word) => (/^\d+\/\d+$/.test(word.norm) ? ONE : NONE);
	if (kind === 'marks') return (word) => (/^\d(?:\.\d+)?\/(?:4|5|10)$|^\d{1,3}\/100$/.test(word.norm) ? ONE : NONE);
	if (kind === 'after_colon') return (word) => (word.kind === 'number' && word.gap === ':' ? ONE : NONE);
	if (kind === 'coded') return (word) => (/\d/.test(word.norm) ? ONE : NONE);
	if (kind === 'word') return (word) => (word.kind === 'word' ? ONE : NONE);
	if (kind === 'capital') return (word) => (/^\p{Lu}/u.test(word.text) ? ONE : NONE);
	if (['number', 'time', 'email', 'phone', 'emoji', 'quote'].includes(kind)) return (word) => (word.kind === kind ? ONE : NONE);
	throw new Error(`no kind ${kind} for the pattern "${text}"`);
}

/** The longest reading of the pattern from the word at `from`, or null. */
export function match(pattern: Pattern, words: readonly Word[], from: number): Match | null {
	return follow(pattern.steps, 0, words, from, from, -1, -1);
}

function follow(steps: readonly Step[], at: number, words: readonly Word[], from: number, now: number, open: number, close: number): Match | null {
	const step = steps[at];
	if (!step) return { from, to: now, start: open < 0 ? from : open, end: close < 0 ? now : close };
	if ('mark' in step) return follow(steps, at + 1, words, from, now, step.mark === 'open' ? now : open, step.mark === 'close' ? now : close);
	if ('end' in step) return now === 0 || words[now - 1]!.last ? follow(steps, at + 1, words, from, now, open, close) : null;
	const blocked = now > from && words[now]?.gap === ';';
	if ('gap' in step) {
		for (let skipped = 0; skipped <= step.gap; skipped += 1) {
			if (now + skipped > words.length || (skipped > 0 && now + skipped - 1 > from && words[now + skipped - 1]?.gap === ';')) break;
			const found = follow(steps, at + 1, words, from, now + skipped, open, close);
			if (found) return found;
		}
		return null;
	}
	const word = blocked ? undefined : words[now];
	const lengths = word ? step.test(word) : NONE;
	if (step.not) return lengths.length ? null : follow(steps, at + 1, words, from, now, open, close);
	for (const length of lengths) {
		const found = follow(steps, at + 1, words, from, now + length, open, close);
		if (found) return found;
	}
	return step.optional ? follow(steps, at + 1, words, from, now, open, close) : null;
}
