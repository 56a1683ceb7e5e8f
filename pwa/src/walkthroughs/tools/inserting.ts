// Words that a tool writes into the note, where the cursor stands.

/** With a space on each side where words would run together; behind the last word one too, so that one types on. */
export function fitted(before: string, words: string, after: string): string {
	const lead = before === '' || /[\s([{“«¿¡]$/u.test(before) ? '' : ' ';
	const trail = /^[\s.,;:!?)\]}”»]/u.test(after) ? '' : ' ';
	return lead + words + trail;
}

/** `caret`: where in `words` one types on; left out, behind them. What is selected stays, between the two halves of `words`. */
export function insertAt(area: HTMLTextAreaElement, words: string, caret?: number): void {
	const { value, selectionStart: start, selectionEnd: end } = area;
	const selected = caret === undefined ? '' : value.slice(start, end);
	const whole = caret === undefined ? words : words.slice(0, caret) + selected + words.slice(caret);
	const written = fitted(value.slice(0, start), whole, value.slice(end));
	area.focus({ preventScroll: true });
	area.setRangeText(written, start, end, 'end');
	if (caret !== undefined) {
		const inside = start + written.indexOf(whole) + caret + selected.length;
		area.setSelectionRange(inside, inside);
	}
	area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
}
