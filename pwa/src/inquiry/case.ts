// A framework from a file: a CFPackage of 1EdTech CASE 1.0, read on this device. Nothing is written here. Pure.

export const MOST_BYTES = 10_000_000;
export const MOST_ITEMS = 20_000;

export interface Item {
	id: string;
	/** Plain text: marks of HTML are taken out. */
	text: string;
	code: string;
	language: 'en' | 'es' | null;
	/** How far it stands under the framework itself; 0 is the first. */
	depth: number;
	hasChildren: boolean;
}

export interface Framework {
	title: string;
	/** In the order of the framework, every item after its parent. */
	items: Item[];
	/** Items that hold no statement and were left out. */
	blank: number;
	/** Items that name each other as parents; they stand at the first place instead. */
	circular: number;
}

export type Unreadable = 'too_large' | 'not_json' | 'not_case' | 'no_items' | 'too_many';

type Json = Record<string, unknown>;

/** A framework, or why the file is none that we can read. */
export function readFramework(text: string): Framework | Unreadable {
	if (text.length > MOST_BYTES) return 'too_large';
	let file: unknown;
	try {
		file = JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		return 'not_json';
	}
	const document = isObject(file) ? file['CFDocument'] : undefined;
	const rows = isObject(file) ? file['CFItems'] : undefined;
	if (!isObject(file) || !isObject(document) || !Array.isArray(rows)) return 'not_case';
	if (rows.length > MOST_ITEMS) return 'too_many';
	const statements = new Map(rows.filter(isObject).flatMap((row) => (said(row['identifier']) ? [[said(row['identifier']), row] as const] : [])));
	const known = [...statements].filter(([, row]) => plain(said(row['fullStatement'])) !== '');
	if (known.length === 0) return 'no_items';
	const links = Array.isArray(file['CFAssociations']) ? file['CFAssociations'].filter(isObject) : [];
	const { ordered, circular } = inOrder([...statements.keys()], parentsIn(links));
	const items = ordered.flatMap(({ id, depth, hasChildren }) => {
		const row = statements.get(id) ?? {};
		const words = plain(said(row['fullStatement']));
		return words ? [{ id, text: words, code: plain(said(row['humanCodingScheme'])), language: languageOf(row, document), depth, hasChildren }] : [];
	});
	return { title: plain(said(document['title'])), items, blank: rows.length - items.length, circular };
}

/** Child to parent and place, from the associations that say "is child of"; the first one counts. */
function parentsIn(links: readonly Json[]): Map<string, { parent: string; place: number }> {
	const parents = new Map<string, { parent: string; place: number }>();
	for (const link of links) {
		const [child, parent] = [nodeIn(link['originNodeURI']), nodeIn(link['destinationNodeURI'])];
		if (link['associationType'] !== 'isChildOf' || !child || !parent || parents.has(child)) continue;
		parents.set(child, { parent, place: Number(link['sequenceNumber']) || 0 });
	}
	return parents;
}

/** Every id once, parents before their children; whoever stands in a circle is a first one too. */
function inOrder(ids: readonly string[], parents: ReadonlyMap<string, { parent: string; place: number }>): { ordered: Omit<Item, 'text' | 'code' | 'language'>[]; circular: number } {
	const all = new Set(ids);
	const children = new Map<string, string[]>();
	for (const id of ids) {
		const { parent } = parents.get(id) ?? { parent: '' };
		const over = all.has(parent) ? parent : '';
		children.set(over, [...(children.get(over) ?? []), id]);
	}
	const ordered: Omit<Item, 'text' | 'code' | 'language'>[] = [];
	const seen = new Set<string>();
	const below = (id: string) => (children.get(id) ?? []).sort((a, b) => (parents.get(a)?.place ?? 0) - (parents.get(b)?.place ?? 0));
	const walk = (first: readonly string[]) => {
		const open = [...first].reverse().map((id) => ({ id, depth: 0 })); // a list, not calls: a file may be deep
		for (let next = open.pop(); next; next = open.pop()) {
			if (seen.has(next.id)) continue;
			seen.add(next.id);
			const under = below(next.id);
			ordered.push({ ...next, hasChildren: under.length > 0 });
			for (const id of [...under].reverse()) open.push({ id, depth: next.depth + 1 });
		}
	};
	walk(below(''));
	const before = seen.size;
	walk(ids.filter((id) => !seen.has(id)));
	return { ordered, circular: seen.size - before };
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const said = (value: unknown): string => (typeof value === 'string' ? value : '');
const nodeIn = (value: unknown): string => (isObject(value) ? said(value['identifier']) : '');

function languageOf(row: Json, document: Json): Item['language'] {
	const tag = (said(row['language']) || said(document['language'])).slice(0, 2).toLowerCase();
	return tag === 'en' || tag === 'es' ? tag : null;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The words of a statement that may hold HTML. It is shown as text in any case; this only keeps it readable. */
function plain(text: string): string {
	const without = text.replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, ' ').replace(/<\/?[a-z!][^>]*>/gi, ' ');
	const decoded = without.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (all, decimal, hex, name: string | undefined) => {
		if (name) return ENTITIES[name.toLowerCase()] ?? all;
		const code = decimal ? Number(decimal) : parseInt(String(hex), 16);
		return code > 31 && code < 0xd800 ? String.fromCodePoint(code) : ' ';
	});
	return decoded.replace(/\s+/g, ' ').trim();
}
