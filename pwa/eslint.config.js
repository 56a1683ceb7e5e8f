import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';
import { BROWSER_GLOBALS, MAY_IMPORT, NODE_FILES, NODE_GLOBALS, PURE_FILES, forbiddenFor, unlisted } from './tools/zones.js';

const folders = readdirSync(join(import.meta.dirname, 'src'), { withFileTypes: true })
	.filter((entry) => entry.isDirectory())
	.map((entry) => entry.name);
const strangers = unlisted(folders);
if (strangers.length > 0) throw new Error(`src/${strangers.join(', src/')} has no place in tools/zones.js`);

const zones = Object.keys(MAY_IMPORT).flatMap((folder) => {
	const regex = forbiddenFor(folder);
	if (regex === null) return [];
	const message = `src/${folder} may import only: ${[folder, ...MAY_IMPORT[folder]].join(', ')} (tools/zones.js).`;
	return [{ files: [`src/${folder}/**/*.{ts,svelte}`], rules: { 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] } }];
});

export default defineConfig(
	{ ignores: ['dist/', 'src/i18n/messages/', 'src/api/generated/', 'node_modules/'] },
	js.configs.recommended,
	...ts.configs.strict,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser } },
		rules: {
			'max-lines': ['error', { max: 200 }],
			'no-console': 'error',
			eqeqeq: ['error', 'always'],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			// Paths come from the router's own functions; there is no base path to resolve (no SvelteKit).
			'svelte/no-navigation-without-resolve': 'off',
			// A plain Map, Set or Date is right where no screen watches it, which is nearly everywhere.
			'svelte/prefer-svelte-reactivity': 'off',
			// svelte-check knows the compiler's warnings; this rule does not see all of them and calls needed comments unused.
			'svelte/no-unused-svelte-ignore': 'off',
		},
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
	},
	{ files: ['src/api/kinds.ts'], rules: { 'max-lines': 'off' } }, // written by a command
	{ files: ['**/*.svelte'], rules: { 'max-lines': ['error', { max: 150 }] } },
	{ files: ['**/*.test.ts'], rules: { 'max-lines': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
	// The lens walks along words by their place, inside bounds that the loops hold.
	{ files: ['src/lens/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
	{ files: ['tools/**', '*.config.*'], languageOptions: { globals: { ...globals.node } }, rules: { 'no-console': 'off' } },
	{ files: ['src/**'], ignores: NODE_FILES, rules: { 'no-restricted-globals': ['error', ...NODE_GLOBALS] } },
	{ files: PURE_FILES, ignores: NODE_FILES, rules: { 'no-restricted-globals': ['error', ...NODE_GLOBALS, ...BROWSER_GLOBALS] } },
	...zones,
	{
		files: ['src/lens/*.ts'],
		rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: '^\\.\\./', message: 'What reads a note knows nothing outside this folder; its screens lie in lens/screen.' }] }] },
	},
);
