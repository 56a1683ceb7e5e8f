// What a first visit loads before anything shows: index.html's scripts and styles and all that they import at once.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 90;
const dist = resolve(import.meta.dirname, '../dist');
if (!existsSync(join(dist, 'index.html'))) throw new Error('Build first: npm run build');

const html = readFileSync(join(dist, 'index.html'), 'utf8');
const first = new Set<string>();
for (const [, path] of html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) if (path) follow(path);

function follow(path: string): void {
	if (first.has(path)) return;
	first.add(path);
	if (!path.endsWith('.js')) return;
	const code = readFileSync(join(dist, path), 'utf8');
	for (const [, name] of code.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) if (name) follow(`/assets/${name}`);
}

let total = 0;
for (const path of first) {
	const size = gzipSync(readFileSync(join(dist, path)), { level: 9 }).length / 1000;
	if (path.endsWith('.js')) total += size;
	console.log(`${size.toFixed(1).padStart(7)} kB gz  ${path}`);
}
console.log(`${total.toFixed(1).padStart(7)} kB gz  JavaScript on first load, of ${BUDGET_KB}`);
if (total > BUDGET_KB) process.exit(1);
