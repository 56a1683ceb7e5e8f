// The import rule of src/, in one place: which folder may import which. eslint.config.js turns it into lint errors.

/** Chapters in the order of the story: each may import the earlier ones, never a later one. */
export const CHAPTERS = ['people', 'inquiry', 'walkthroughs', 'feedback', 'patterns', 'prompts', 'meetings'];

/** What knows no domain, or stands beside the chapters. */
const GROUND = ['i18n', 'ui', 'api', 'db', 'sync', 'wordings', 'lens'];

/** folder → folders of src/ that it may import besides itself. */
export const MAY_IMPORT = {
	i18n: [],
	ui: ['i18n'],
	api: ['i18n'],
	sync: ['db', 'api', 'i18n'],
	db: ['sync', 'api', 'i18n'],
	lens: ['db', 'sync', 'api', 'ui', 'i18n'],
	wordings: ['db', 'sync', 'api', 'ui', 'i18n'],
	...Object.fromEntries(CHAPTERS.map((name, at) => [name, [...GROUND, ...CHAPTERS.slice(0, at)]])),
	app: [...GROUND, ...CHAPTERS],
};

/** Single files of app/ that every chapter may import: they know no chapter. */
export const OPEN_FILES = ['app/router'];

/** Pure files: the same merge runs in tests, workers and the server's vectors, so nothing of the browser is in them. */
export const PURE_FILES = ['src/sync/merge.ts', 'src/sync/core.ts', 'src/sync/carry.ts', 'src/*/rules.ts', 'src/lens/*.ts'];
export const BROWSER_GLOBALS = ['window', 'document', 'navigator', 'location', 'localStorage', 'sessionStorage', 'indexedDB', 'fetch', 'caches', 'self'];

/** Node's types are there for tests and for the merge's standard-input door; the app itself never sees Node. */
export const NODE_GLOBALS = ['process', 'Buffer', 'global', 'require', '__dirname'];
export const NODE_FILES = ['src/**/*.test.ts', 'src/sync/stdio.ts', 'src/lens/command.ts'];

/** Every folder of src/ has a place in the list; a new one without a place is an error. */
export function unlisted(folders) {
	return folders.filter((name) => !(name in MAY_IMPORT));
}

/** Regular expression for import paths that a folder may not use. */
export function forbiddenFor(folder) {
	const allowed = new Set([folder, ...MAY_IMPORT[folder]]);
	const others = Object.keys(MAY_IMPORT).filter((name) => !allowed.has(name));
	const open = CHAPTERS.includes(folder) ? `(?!${OPEN_FILES.map((path) => `(?:.*/)?${path}(?:[./]|$)`).join('|')})` : '';
	return others.length === 0 ? null : `^${open}(?:\\.\\./)+(?:${others.join('|')})(?:/|$)`;
}
