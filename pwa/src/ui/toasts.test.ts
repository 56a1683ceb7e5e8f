import { beforeEach, describe, expect, it, vi } from 'vitest';
import { dismiss, shown, toast, undo } from './toasts.svelte';

beforeEach(() => shown.splice(0));

describe('saying what was done, with a way back', () => {
	it('undo takes it back once, and the line goes', () => {
		const back = vi.fn();
		const id = toast('Note removed', back);
		undo(id);
		undo(id);
		expect(back).toHaveBeenCalledTimes(1);
		expect(shown).toEqual([]);
	});

	it('only the newest two stand on the screen', () => {
		for (const text of ['one', 'two', 'three']) toast(text);
		expect(shown.map((one) => one.text)).toEqual(['two', 'three']);
	});

	it('closing a line that is gone already does nothing', () => {
		const id = toast('Moved');
		dismiss(id);
		dismiss(id);
		expect(shown).toEqual([]);
	});
});
