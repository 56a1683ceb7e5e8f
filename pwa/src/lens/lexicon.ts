/** The data files of the lens, made ready for reading: lists as a trie, rules by the words that they begin with. */
import { forms } from './inflect.ts';
import { type Pattern, pattern } from './patterns.ts';
import type { Lang, Rule, Saying, Source } from './shapes.ts';
import { normal } from './tokens.ts';

export type Node = { next: Map<string, Node>; ends: string[] };
export type Ruled = { rule: Rule; pattern: Pattern };
/** One language. */
export type Tongue = {
	lang: Lang;
	trie: Node;
	/** `struggl*`: by its letters, the lists that hold it. */
	begins: Map<string, string[]>;
	lists: ReadonlySet<string>;
	aliases: Map<string, string[]>;
	/** Rules by the word or `@list` that they begin with, and those that begin with anything. */
	byStart: Map<string, Ruled[]>;
	anywhere: Ruled[];
	says: Map<string, Saying>;
	/** Every word that is spelt as it should be. */
	known: Set<string>;
};
export type Lexicon = Record<Lang, Tongue>;

/** Reads the data files of both languages. `shared` goes into each. A mistake in a file is an error that names it. */
export function lexicon(files: { en: readonly Source[]; es: readonly Source[]; shared: readonly Source[] }): Lexicon {
	return { en: tongue('en', [...files.shared, ...files.en]), es: tongue('es', [...files.shared, ...files.es]) };
}

function tongue(lang: Lang, sources: readonly Source[]): Tongue {
	const irregular = Object.assign({}, ...sources.map((one) => one.irregular ?? {})) as Record<string, string>;
	const made: Tongue = {
		lang,
		trie: { next: new Map(), ends: [] },
		begins: new Map(),
		lists: new Set(sources.flatMap((one) => [...Object.keys(one.lists ?? {}), ...Object.keys(one.verbs ?? {}).flatMap((list) => [list, `${list}_base`])])),
		aliases: new Map(sources.flatMap((one) => Object.entries(one.aliases ?? {}).map(([from, to]) => [normal(from), normal(to).split(' ')]))),
		byStart: new Map(),
		anywhere: [],
		says: new Map(sources.flatMap((one) => Object.entries(one.says ?? {}))),
		known: new Set(),
	};
	const lists = phrases(sources, lang, irregular);
	for (const list of lists.keys()) for (const phrase of whole(list, lists)) add(made, list, phrase);
	for (const rule of sources.flatMap((one) => one.rules ?? [])) for (const text of rule.patterns) place(made, { rule, pattern: pattern(text, made.lists) });
	made.known = new Set([...made.trie.next.keys(), ...written(sources)]);
	return made;
}

/** Every list as it is written, with the forms of its verbs. */
function phrases(sources: readonly Source[], lang: Lang, irregular: Record<string, string>): Map<string, string[]> {
	const lists = new Map<string, string[]>();
	const put = (list: string, some: string[]) => lists.set(list, [...(lists.get(list) ?? []), ...some]);
	for (const source of sources) {
		for (const [list, some] of Object.entries(source.lists ?? {})) put(list, some.map(normal));
		for (const [list, verbs] of Object.entries(source.verbs ?? {})) {
			put(list, verbs.flatMap((verb) => forms(normal(verb), lang, irregular)));
			put(`${list}_base`, verbs.map(normal));
		}
	}
	return lists;
}

/** A list with the lists that it takes in. */
function whole(list: string, lists: ReadonlyMap<string, string[]>, within: readonly string[] = []): string[] {
	if (within.includes(list)) throw new Error(`the lists ${[...within, list].join(', ')} take each other in`);
	return (lists.get(list) ?? []).flatMap((phrase) => (phrase.startsWith('@') ? whole(phrase.slice(1), lists, [...within, list]) : [phrase]));
}

/** Words that stand in a pattern itself: they are spelt as they should be. */
function written(sources: readonly Source[]): string[] {
	const parts = sources.flatMap((one) => one.rules ?? []).flatMap((rule) => rule.patterns).flatMap((text) => text.split(/[\s|?]+/));
	return parts.filter((part) => /^\p{L}+$/u.test(part));
}

function add(tongue: Tongue, list: string, phrase: string): void {
	if (phrase.endsWith('*')) {
		const begin = phrase.slice(0, -1);
		tongue.begins.set(begin, [...(tongue.begins.get(begin) ?? []), list]);
		return;
	}
	let node = tongue.trie;
	for (const word of phrase.split(/\s+|-(?=.)/)) {
		let next = node.next.get(word);
		if (!next) node.next.set(word, (next = { next: new Map(), ends: [] }));
		node = next;
	}
	if (!node.ends.includes(list)) node.ends.push(list);
}

function place(tongue: Tongue, ruled: Ruled): void {
	if (!ruled.pattern.starts) tongue.anywhere.push(ruled);
	for (const start of ruled.pattern.starts ?? []) {
		const beside = tongue.byStart.get(start);
		if (beside) beside.push(ruled);
		else tongue.byStart.set(start, [ruled]);
	}
}
