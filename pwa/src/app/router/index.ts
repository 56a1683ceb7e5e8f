/** Where the reader is, and the way elsewhere. The one folder of app/ that chapters may import: it knows no chapter. */
export { type Route, type RouteName, type RouteProps, parse, path } from './paths.ts';
export { go, goBack, keptScroll, router, startRouter } from './router.svelte.ts';
export type { Chapter, HomePart, Screens } from './screens.ts';
