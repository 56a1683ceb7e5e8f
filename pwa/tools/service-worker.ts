// After the build: the list of files goes into sw.js, and .br and .gz lie beside every text file.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type Plugin, type ResolvedConfig, build } from 'vite';

/** `integrity`: the bytes that were built, or nothing: a network's own page, or half a file, is never kept in their place. */
export type PrecacheEntry = { url: string; revision: string | null; integrity: string };

/** Everything the app needs without a network, lazy chunks too, so that the worker activates only when whole. */
export function serviceWorker(): Plugin {
	let config: ResolvedConfig;
	return {
		name: 'service-worker',
		apply: 'build',
		enforce: 'post',
		configResolved(resolved) {
			config = resolved;
		},
		async closeBundle() {
			const out = resolve(config.root, config.build.outDir);
			const files = precacheList(out);
			await buildWorker(config.root, out, files);
			compress(out);
		},
	};
}

/** Files with a content hash in their name need no revision; the others get a hash of their bytes. */
export function precacheList(out: string): PrecacheEntry[] {
	return filesUnder(out)
		.map((path) => relative(out, path).replaceAll('\\', '/'))
		.filter((name) => !/^sw\.js$|^screenshots\/|\.(br|gz|map)$/.test(name))
		.map((name) => ({ url: `/${name}`, revision: name.startsWith('assets/') ? null : hashOf(join(out, name)), integrity: integrityOf(join(out, name)) }));
}

async function buildWorker(root: string, outDir: string, files: PrecacheEntry[]): Promise<void> {
	await build({
		root,
		configFile: false,
		publicDir: false,
		logLevel: 'warn',
		define: { __FILES__: JSON.stringify(files), 'process.env.NODE_ENV': '"production"' },
		build: {
			outDir,
			emptyOutDir: false,
			copyPublicDir: false,
			target: 'es2022',
			rolldownOptions: { input: join(root, 'src/sw.ts'), output: { format: 'iife', entryFileNames: 'sw.js' } },
		},
	});
}

function compress(out: string): void {
	for (const path of filesUnder(out)) {
		if (!/\.(js|css|html|svg|json|webmanifest|txt)$/.test(path) || statSync(path).size < 400) continue;
		const bytes = readFileSync(path);
		writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
		writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
	}
}

function filesUnder(folder: string): string[] {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

const integrityOf = (path: string) => `sha256-${createHash('sha256').update(readFileSync(path)).digest('base64')}`;

function hashOf(path: string): string {
	return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
}
