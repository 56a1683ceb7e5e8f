import { describe, expect, it } from 'vitest';
import { type Framework, MOST_ITEMS, readFramework } from './case';

const item = (identifier: string, fullStatement: string, more: object = {}) => ({ identifier, fullStatement, ...more });
const child = (of: string, parent: string, sequenceNumber = 0) => ({ associationType: 'isChildOf', originNodeURI: { identifier: of }, destinationNodeURI: { identifier: parent }, sequenceNumber });
const file = (CFItems: unknown[], CFAssociations: unknown[] = [], CFDocument: unknown = { identifier: 'd', title: 'Leadership standards' }) => JSON.stringify({ CFDocument, CFItems, CFAssociations });
const read = (text: string): Framework => readFramework(text) as Framework;
const shown = (text: string) => read(text).items.map(({ depth, text: words }) => `${'-'.repeat(depth)}${words}`);

describe('a framework file', () => {
	it('becomes its items, each under its parent and in the order of the framework', () => {
		const items = [item('b', 'Second'), item('a', 'First'), item('a2', 'First, two'), item('a1', 'First, one')];
		const links = [child('a', 'd', 1), child('b', 'd', 2), child('a1', 'a', 1), child('a2', 'a', 2)];
		expect(shown(file(items, links))).toEqual(['First', '-First, one', '-First, two', 'Second']);
	});

	it('keeps an item whose parent is not in the file', () => {
		expect(shown(file([item('a', 'Alone')], [child('a', 'somewhere else')]))).toEqual(['Alone']);
	});

	it('lists items that name each other as parents, once each, and says how many', () => {
		const found = read(file([item('a', 'A'), item('b', 'B'), item('c', 'C')], [child('a', 'b'), child('b', 'a'), child('c', 'c')]));
		expect(found.items.map(({ text }) => text).sort()).toEqual(['A', 'B', 'C']);
		expect(found.circular).toBe(3);
	});

	it('goes ten thousand items deep', () => {
		const ids = Array.from({ length: 10_000 }, (_, at) => `i${String(at)}`);
		const found = read(file(ids.map((id) => item(id, id)), ids.slice(1).map((id, at) => child(id, ids[at] ?? ''))));
		expect(found.items.at(-1)?.depth).toBe(9_999);
	});

	it('takes HTML out of statements, and what a script would say', () => {
		const html = '<p>Students <b>ask</b> &amp; answer&nbsp;<script>alert(1)</script>&#8220;why&#8221;</p>';
		expect(shown(file([item('a', html)]))).toEqual(['Students ask & answer “why”']);
		expect(shown(file([item('a', 'a < b and b > c')]))).toEqual(['a < b and b > c']);
	});

	it('leaves out what says nothing, and counts it', () => {
		expect(read(file([item('a', 'A'), item('b', ' <br> '), 'nonsense', { fullStatement: 'nameless' }]))).toMatchObject({ blank: 3 });
	});

	it('knows the language of an item, or of the framework', () => {
		const found = read(file([item('a', 'A', { language: 'es-MX' }), item('b', 'B'), item('c', 'C', { language: 'fr' })], [], { title: 'x', language: 'en' }));
		expect(found.items.map(({ language }) => language)).toEqual(['es', 'en', null]);
	});
});

describe('a file that is none', () => {
	it.each([
		['not_json', 'Dear principal,'],
		['not_case', '[]'],
		['not_case', '{"CFDocument": {"title": "x"}}'],
		['not_case', '{"CFItems": []}'],
		['not_case', 'null'],
		['no_items', file([])],
		['no_items', file([item('a', '<i></i>')])],
		['too_many', file(Array.from({ length: MOST_ITEMS + 1 }, (_, at) => ({ identifier: String(at) })))],
		['too_large', ' '.repeat(10_000_001)],
	])('is %s', (why, text) => {
		expect(readFramework(text)).toBe(why);
	});
});
