export type Toast = { id: number; text: string; undo: (() => unknown) | undefined };

export const TOAST_MS = 10_000;
let last = 0;
export const shown = $state<Toast[]>([]);

/** Says what was just done, for ten seconds; with `undo` the person can take it back. Only the newest two stay. */
export function toast(text: string, undo?: () => unknown): number {
	last += 1;
	shown.push({ id: last, text, undo });
	if (shown.length > 2) shown.shift();
	return last;
}

export function dismiss(id: number): void {
	const at = shown.findIndex((one) => one.id === id);
	if (at >= 0) shown.splice(at, 1);
}

export function undo(id: number): void {
	const one = shown.find((candidate) => candidate.id === id);
	dismiss(id);
	one?.undo?.();
}
