/** `./brightwalk lens`: the lens of the app over a file of JSON lines; answers on standard output, faults on standard error. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { lexicon } from './lexicon.ts';
import { read } from './lens.ts';
import { counted } from './measured.ts';
import type { Label, Lang, Source } from './shapes.ts';
import { readdirSync } from 'node:fs';

const DATA = join(import.meta.dirname, '../../../server/content/lens');
export type Line = { id: string; text: string; lang?: Lang; labels?: Label[]; optional?: Label[]; slices?: string[] };

export function onDisk(folder = DATA) {
	const all = (name: string) => readdirSync(join(folder, name)).filter((file) => file.endsWith('.json')).sort().map((file) => parsed(join(folder, name, file)));
	return lexicon({ en: all('en'), es: all('es'), shared: all('shared') });
}

function parsed(file: string): Source {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as Source;
	} catch (error) {
		throw new Error(`${file}: ${String(error)}`);
	}
}

/** The line as it was meant, or what is wrong with it. */
export function understood(line: string, score: boolean): Line | string {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		return 'this is no JSON';
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'an object is expected, with "id" and "text"';
	const { id, text, lang, labels } = value as Record<string, unknown>;
	if (typeof text !== 'string') return '"text" is missing, or is no text';
	if (typeof id !== 'string' && typeof id !== 'number') return '"id" is missing';
	if (lang !== undefined && lang !== null && lang !== 'en' && lang !== 'es') return '"lang" is neither "en" nor "es"';
	if (score && !Array.isArray(labels)) return '"labels" is missing: a file to measure with says what must be found';
	return { ...(value as Line), id: id as string };
}

function main(): void {
	const [doing, file] = process.argv.slice(2);
	const faults: string[] = [];
	const ready = onDisk();
	const measured: { line: Line; labels: Label[] }[] = [];
	for (const [number, raw] of linesOf(file!)) {
		if (!raw.trim()) continue;
		const line = understood(raw, doing === 'score');
		if (typeof line === 'string') {
			faults.push(`line ${number}: ${line}`);
			process.stderr.write(`Line ${number}: ${line}.\n`);
			continue;
		}
		const reading = read(line.text, ready, line.lang ? { lang: line.lang } : {});
		if (doing === 'score') measured.push({ line, labels: reading.labels });
		else process.stdout.write(`${JSON.stringify({ id: line.id, ...reading })}\n`);
	}
	if (doing === 'score') process.stdout.write(`${JSON.stringify(counted(measured), null, 1)}\n`);
	if (faults.length) process.exitCode = 1;
}

/** The file line by line, whatever its size. */
function* linesOf(file: string): Generator<[number, string]> {
	const handle = openSync(file, 'r');
	const decoder = new TextDecoder();
	const block = Buffer.alloc(1 << 16);
	let rest = '';
	let number = 0;
	for (let size = readSync(handle, block); size > 0; size = readSync(handle, block)) {
		const lines = (rest + decoder.decode(block.subarray(0, size), { stream: true })).split('\n');
		rest = lines.pop()!;
		for (const line of lines) yield [(number += 1), line.replace(/\r$/, '')];
	}
	closeSync(handle);
	if (rest) yield [number + 1, rest];
}

if (process.argv[1] === import.meta.filename) main();
