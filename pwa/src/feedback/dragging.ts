// Evidence on its way to a strength under a pointer. A tap does the same (`DraftEvidence.svelte`).

/** Only what our own list hands over is taken: its type names nothing that comes from elsewhere. */
export const NOTE = 'application/x-evidence-note';

/** What an element needs so that a note can be let go on it; `over` says whether one hovers there. */
export function takesNotes(take: (note: string) => unknown, over: (yes: boolean) => unknown) {
	const carries = (event: DragEvent) => event.dataTransfer?.types.includes(NOTE) ?? false;
	return {
		ondragover: (event: DragEvent) => {
			if (!carries(event)) return;
			event.preventDefault();
			over(true);
		},
		ondragleave: () => over(false),
		ondrop: (event: DragEvent) => {
			if (!carries(event)) return;
			event.preventDefault();
			over(false);
			take(event.dataTransfer?.getData(NOTE) ?? '');
		},
	};
}
