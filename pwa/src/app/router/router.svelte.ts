// Where the reader is. The browser's own history is the only state; screens are links, so back, forward and reload just work.
import { type Route, parse } from './paths.ts';

/** What we keep in each entry of the history: its place since the app was opened, and how far it was scrolled. */
type Entry = { at: number; scroll: number };

let here = $state<string>(typeof location === 'undefined' ? '/' : location.pathname);
const route = $derived<Route>(parse(here));

export const router = {
	get route(): Route {
		return route;
	},
	get path(): string {
		return here;
	},
};

/** Goes to an address of this app (see `path`). `replace`: back will not return to where we are now. */
export function go(to: string, { replace = false }: { replace?: boolean } = {}): void {
	const { at } = entry();
	history.replaceState({ at, scroll: window.scrollY } satisfies Entry, '');
	const next: Entry = { at: replace ? at : at + 1, scroll: 0 };
	if (replace) history.replaceState(next, '', to);
	else history.pushState(next, '', to);
	arrive();
}

/** Back to where the reader came from, or to `otherwise` when this was the first page. */
export function goBack(otherwise: string): void {
	if (entry().at > 0) history.back();
	else go(otherwise, { replace: true });
}

/** Starts listening to the browser's back and forward and to clicks on links. */
export function startRouter(): void {
	history.scrollRestoration = 'manual'; // screens load lazily, so the browser would restore too early
	window.addEventListener('popstate', arrive);
	document.addEventListener('click', followLink);
}

/** The scroll position to return to on back and forward; 0 for a page entered anew. */
export function keptScroll(): number {
	return entry().scroll;
}

function entry(): Entry {
	const { at = 0, scroll = 0 } = (history.state as Partial<Entry> | null) ?? {};
	return { at, scroll };
}

function arrive(): void {
	here = location.pathname;
}

/** Ordinary clicks on links of this app stay in the page; everything else is the browser's. */
function followLink(event: MouseEvent): void {
	if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
	const link = (event.target as Element | null)?.closest('a');
	if (!link || !isOurs(link)) return;
	event.preventDefault();
	const to = link.pathname + link.search;
	if (to !== location.pathname + location.search) go(to);
}

function isOurs(link: HTMLAnchorElement): boolean {
	if (link.target !== '' || link.hasAttribute('download') || link.origin !== location.origin) return false;
	return link.hash === '' && parse(link.pathname).name !== 'not_found';
}
