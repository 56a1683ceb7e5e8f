// Where the keyboard goes when what it was on has been settled and is gone.
import { tick } from 'svelte';

/** Remember the surroundings now; afterwards focus goes to the nearest thing that is still there. */
export function focusNear(node: HTMLElement): () => Promise<void> {
	const around: HTMLElement[] = [];
	for (let outer = node.parentElement; outer; outer = outer.parentElement) around.push(outer);
	return async () => {
		await tick();
		if (document.activeElement && document.activeElement !== document.body) return;
		const near = around.filter((outer) => outer.isConnected).map((outer) => outer.querySelector<HTMLElement>('summary, button, a[href], input, textarea, h1'));
		near.find(Boolean)?.focus({ preventScroll: true });
	};
}
