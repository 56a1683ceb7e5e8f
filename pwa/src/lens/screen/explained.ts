// The rules and word lists as people read them: what each reacts to, with an example made from its own lists. Pure.
import { SAID, type Sort } from './marks';
import type { Rule, Saying, Source } from '../shapes';

export interface Explained {
	id: string;
	sort: Sort | 'spares';
	/** Words to which it reacts, one example for each of its patterns. */
	reacts: string[];
	why: string;
	/** What it offers, and in the place of which words (empty: of any). */
	offers: { words: string; offer: string }[];
}

export interface Listed {
	name: string;
	words: string[];
}

export interface Shown {
	rules: Explained[];
	lists: Listed[];
}

export const shown = (sources: readonly Source[]): Shown => ({ rules: explained(sources), lists: listed(sources) });

const SAMPLES: Record<string, string> = { number: '5', time: '9:15', email: 'x@y.org', phone: '555-0100', emoji: '🙂', quote: '“…”', any: '…', word: '…', capital: 'X…', start: '', last: '…' };

/** The rules that a person can meet on the screen, and those that keep words from being marked. */
export function explained(sources: readonly Source[]): Explained[] {
	const lists = firstsOf(sources);
	const says = Object.assign({}, ...sources.map((one) => one.says ?? {})) as Record<string, Saying>;
	const rules = sources.flatMap((one) => one.rules ?? []).flatMap((rule) => explain(rule, lists, says));
	const named = names(sources).map((rule) => said(rule, says));
	const spoken = Object.keys(says).filter((id) => SAID.some((sort) => id.startsWith(`${sort}.`)) && ![...rules, ...named].some((rule) => rule.id === id || rule.id.startsWith(`${id}.`)));
	return [...rules, ...named, ...spoken.map((id) => said({ id, sort: sortOf(id) ?? 'pii', reacts: [] }, says))].filter(({ reacts, why }) => reacts.length > 0 || why !== '');
}

/** Every list with its words: nothing that the lens goes by is hidden. */
export function listed(sources: readonly Source[]): Listed[] {
	const all = new Map<string, Set<string>>();
	for (const source of sources)
		for (const [name, words] of [...Object.entries(source.lists ?? {}), ...Object.entries(source.verbs ?? {})])
			all.set(name, new Set([...(all.get(name) ?? []), ...words]));
	return [...all].map(([name, words]) => ({ name, words: [...words] })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A pattern as somebody would write it: "@they failed to ..2 [ @task ]" becomes "students failed to … work". */
export function example(pattern: string, lists: ReadonlyMap<string, string>): string {
	const parts = pattern.trim().split(/\s+/).filter((part) => !/^[[\]]$/.test(part) && !part.startsWith('!') && !(part.endsWith('?') && part.length > 1));
	return parts.map((part) => sample(part.split('|')[0] ?? '', lists)).filter(Boolean).join(' ');
}

function sample(part: string, lists: ReadonlyMap<string, string>): string {
	if (part.startsWith('..')) return '…';
	if (part.startsWith('@')) return lists.get(part.slice(1)) ?? '…';
	if (part.startsWith('#')) return SAMPLES[part.slice(1)] ?? '…';
	return part.replace(/^\*|\*$/g, '…');
}

/** Names go by lists and by where a capital stands (`../names.ts`), not by patterns. */
function names(sources: readonly Source[]): Omit<Explained, 'why' | 'offers'>[] {
	const known = listed(sources).find(({ name }) => name === 'first_names')?.words.filter((word) => !word.startsWith('@')) ?? [];
	if (known.length === 0) return [];
	const some = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((part) => known[Math.floor(part * known.length)] ?? []);
	return [
		{ id: 'pii.first_name', sort: 'pii', reacts: [...some, '…'] },
		{ id: 'pii.unknown_name', sort: 'pii', reacts: ['X… drew', 'X…’s'] },
		{ id: 'pii.initials', sort: 'pii', reacts: ['J. R.', 'JR drew'] },
	];
}

function explain(rule: Rule, lists: ReadonlyMap<string, string>, says: Record<string, Saying>): Explained[] {
	const sort = sortOf(rule.label ?? '') ?? (rule.spares?.some((label) => sortOf(label)) ? 'spares' : undefined);
	if (!sort || rule.quiet) return [];
	return [said({ id: rule.id, sort, reacts: [...new Set(rule.patterns.map((pattern) => example(pattern, lists)))] }, says)];
}

function said(rule: Omit<Explained, 'why' | 'offers'>, says: Record<string, Saying>): Explained {
	const family = rule.id.split('.').map((_, at, parts) => parts.slice(0, parts.length - at).join('.'));
	const saying = family.map((id) => says[id]).find(Boolean);
	const offer = saying?.offer;
	const offers = offer === undefined ? [] : typeof offer === 'string' ? [{ words: '', offer }] : Object.entries(offer).map(([words, one]) => ({ words, offer: one }));
	return { ...rule, why: saying?.why ?? '', offers };
}

const sortOf = (label: string): Sort | undefined => SAID.find((sort) => label === sort || label.startsWith(`${sort}.`));

function firstsOf(sources: readonly Source[]): Map<string, string> {
	const all = new Map(listed(sources).map(({ name, words }) => [name, words[0] ?? '…']));
	const first = (name: string, depth = 5): string => {
		const word = all.get(name) ?? '…';
		return word.startsWith('@') && depth > 0 ? first(word.slice(1), depth - 1) : word.replace(/\*$/, '…'); // a list may take in another
	};
	return new Map([...all.keys()].map((name) => [name, first(name)]));
}
