import type { Attachment } from 'svelte/attachments';

/** A tool that opened in its row: focus goes to its first thing to do (marked `data-first`), Escape closes it. */
export function grounded(onclose: () => unknown): Attachment<HTMLElement> {
	return (node) => {
		const key = (event: KeyboardEvent) => {
			if (event.key !== 'Escape') return;
			event.stopPropagation();
			onclose();
		};
		node.addEventListener('keydown', key);
		node.querySelector<HTMLElement>('[data-first]')?.focus({ preventScroll: true });
		return () => node.removeEventListener('keydown', key);
	};
}
