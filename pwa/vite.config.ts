import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { buildMessages } from './tools/messages.ts';
import { serviceWorker } from './tools/service-worker.ts';

await buildMessages();

export default defineConfig(({ mode }) => ({
	plugins: [svelte(), serviceWorker()],
	resolve: {
		alias: { $content: resolve(import.meta.dirname, '../server/content') },
		// Tests that mount components need Svelte's browser build.
		...(mode === 'test' ? { conditions: ['browser'] } : {}),
	},
	build: {
		target: ['chrome111', 'firefox115', 'safari15.4'],
		// Of what a lazy screen needs, only its styles are listed on first load: its scripts lie in the worker's cache by then,
		// and the list of their names alone would be two of the first load's ninety kilobytes.
		modulePreload: { polyfill: false, resolveDependencies: (_, deps) => deps.filter((name) => name.endsWith('.css')) },
		assetsInlineLimit: 0,
	},
	worker: { format: 'es' }, // the lens reads in a module worker, whose data is a chunk of its own
	server: { proxy: { '/api': 'http://127.0.0.1:8420' } },
	test: { include: ['src/**/*.test.ts', 'tools/**/*.test.ts'], testTimeout: 20_000 }, // some derive keys, slowly on purpose
}));
