// Merges server/content/messages/<chapter>.<language>.json and compiles them to functions; fails on any fault.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { compile } from '@inlang/paraglide-js';
import { type Chapter, mergeChapters } from './merge.ts';
import { problemsModule } from './problems.ts';

const PWA = resolve(import.meta.dirname, '..');
const SOURCE = resolve(PWA, '../server/content/messages');
const OUT = join(PWA, 'src/i18n/messages');
const LANGUAGES = ['en', 'es'] as const;

/** Writes src/i18n/messages (git-ignored) from the chapters' files; does nothing when nothing changed. */
export async function buildMessages(): Promise<void> {
	const chapters = readChapters();
	const stamp = stampOf(chapters);
	if (read(join(OUT, 'stamp')) === stamp) return;
	const { merged, faults } = mergeChapters(chapters, LANGUAGES);
	if (faults.length > 0) throw new Error(`Messages do not fit together:\n  ${faults.join('\n  ')}`);
	for (const language of LANGUAGES) write(join(OUT, 'source', `${language}.json`), JSON.stringify(merged[language], null, '\t'));
	await compile({
		project: join(PWA, 'project.inlang'),
		outdir: join(OUT, 'compiled'),
		strategy: ['baseLocale'],
		emitGitIgnore: false,
		emitReadme: false,
		emitPrettierIgnore: false,
		isServer: 'false',
		disableAsyncLocalStorage: true,
	});
	const keys = Object.keys(merged['en'] ?? {});
	assertCompiled(keys);
	write(join(OUT, 'compiled/problems.js'), problemsModule(keys));
	write(join(OUT, 'stamp'), stamp);
}

function readChapters(): Chapter[] {
	const files = readdirSync(SOURCE).filter((name) => name.endsWith('.json')).sort();
	const chapters = new Map<string, Chapter>();
	for (const file of files) {
		const [name = '', language = '', ...rest] = file.slice(0, -'.json'.length).split('.');
		if (rest.length > 0 || !(LANGUAGES as readonly string[]).includes(language)) throw new Error(`Unexpected message file ${file}`);
		const chapter = chapters.get(name) ?? { name, messages: {} };
		chapter.messages[language] = parse(file);
		chapters.set(name, chapter);
	}
	return [...chapters.values()];
}

/** JSON.parse keeps only the last of two equal keys, so they are counted in the text first. */
function parse(file: string): Chapter['messages'][string] {
	const text = readFileSync(join(SOURCE, file), 'utf8');
	const keys = [...text.matchAll(/^(?:\t| {1,4})"([^"]+)"\s*:/gm)].map((match) => match[1]);
	const twice = keys.find((key, at) => keys.indexOf(key) !== at);
	if (twice !== undefined) throw new Error(`${file}: ${twice} stands there twice`);
	return JSON.parse(text) as Chapter['messages'][string];
}

/** Without its plugin the compiler succeeds with no messages at all, so one look at the result is needed. */
function assertCompiled(keys: string[]): void {
	const folder = join(OUT, 'compiled/messages');
	const missing = keys.filter((key) => !existsSync(join(folder, `${key}.js`)));
	if (missing.length > 0) throw new Error(`Messages were not compiled: ${missing.slice(0, 5).join(', ')}`);
}

function stampOf(chapters: Chapter[]): string {
	const settings = read(join(PWA, 'project.inlang/settings.json')) ?? '';
	const self = ['messages.ts', 'merge.ts', 'problems.ts'].map((name) => read(join(PWA, 'tools', name))).join();
	return createHash('sha256').update(JSON.stringify(chapters)).update(settings).update(self).digest('hex');
}

function read(path: string): string | undefined {
	return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function write(path: string, text: string): void {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}

if (import.meta.main) await buildMessages();
