import type { Mutation } from '../../sync/wire';

/** What a person would recognize a change by: the longest text in it, else nothing. */
export function wordsOf(mutation: Mutation): string {
	const texts = mutation.ops.flatMap((op) => (op.op === 'put' ? Object.values(op.set) : [])).filter((value) => typeof value === 'string');
	const written = texts.filter((text) => !isMachine(text));
	return written.sort((a, b) => b.length - a.length)[0] ?? '';
}

/** A plain text file of changes that somebody wants to keep outside the app, newest last. */
export function copyOf(changes: { mutation: Mutation; title: string; why?: string }[]): string {
	return changes
		.map(({ mutation, title, why }) => [`${title} · ${mutation.at}`, why, wordsOf(mutation)].filter(Boolean).join('\n'))
		.join('\n\n')
		.concat('\n');
}

/** Ids, days and instants are not words. */
function isMachine(text: string): boolean {
	return /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(text) || /^\d{4}-\d\d-\d\d(T|$)/.test(text) || text.trim() === '';
}
