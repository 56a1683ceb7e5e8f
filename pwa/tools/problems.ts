// Writes the map from a problem's name to its message: the compiler keeps only messages that are named in code.

export const MARK = 'problem_';

export function problemsModule(keys: string[]): string {
	const names = keys.filter((key) => key.startsWith(MARK)).map((key) => key.slice(MARK.length)).sort();
	const rows = names.map((name) => `\t${name}: m.${MARK}${name},`);
	return [`import { m } from './messages';`, '', 'export const PROBLEM_SENTENCES = {', ...rows, '};', ''].join('\n');
}
