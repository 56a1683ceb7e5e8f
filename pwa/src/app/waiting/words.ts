import type { Mutation } from '../../sync/wire';

/** The fields in which people write; in all others stand choices, ids and times. */
const WRITTEN = ['text', 'described', 'question', 'purpose', 'howUsed', 'studentEffect', 'reason', 'title', 'classTitle', 'name'];

/** What a person would recognize a change by: the longest text in it, else nothing. */
export function wordsOf(mutation: Mutation): string {
	const texts = mutation.ops.flatMap((op) => (op.op === 'put' ? WRITTEN.map((field) => op.set[field]) : [])).filter((value) => typeof value === 'string');
	const written = texts.filter((text) => !isMachine(text));
	return written.sort((a, b) => b.length - a.length)[0] ?? '';
}

/** A plain text file of changes that somebody wants to keep outside the app, newest last. */
export function copyOf(changes: { mutation: Mutation; title: string; why?: string | undefined }[]): string {
	return changes
		.map(({ mutation, title, why }) => [`${title} · ${mutation.at}`, why, wordsOf(mutation)].filter(Boolean).join('\n'))
		.join('\n\n')
		.concat('\n');
}

/** Onto the clipboard; false where the browser will not. */
export async function copyOut(text: string): Promise<boolean> {
	try {
		await navigator.clipboard.writeText(text);
		return true;
	} catch {
		return false;
	}
}

/** Hand a file to the person: it is made here, and no server sees it. */
export function saveFile(file: File): void {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(file);
	link.download = file.name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers read it only after the click
}

/** Ids, days and instants are not words. */
function isMachine(text: string): boolean {
	return /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(text) || /^\d{4}-\d\d-\d\d(T|$)/.test(text) || text.trim() === '';
}
