import type { Attachment } from 'svelte/attachments';

/** A textarea as tall as its text, where the browser has no `field-sizing: content` yet (iPads before Safari 26). */
export function autosize(value: () => string): Attachment<HTMLTextAreaElement> {
	return (area) => {
		if (CSS.supports('field-sizing', 'content')) return;
		value(); // runs again whenever the text changes
		area.style.height = 'auto';
		area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
	};
}
