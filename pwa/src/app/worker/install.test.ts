import { describe, expect, it } from 'vitest';
import { isIosSafari } from './install.svelte';

describe('who gets the steps for the home screen', () => {
	it('Safari on iPhone and on an iPad that says it is a Mac', () => {
		expect(isIosSafari('Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1', 5)).toBe(true);
		expect(isIosSafari('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15', 5)).toBe(true);
	});

	it('not a Mac, not another browser on iOS, not Android', () => {
		expect(isIosSafari('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15', 0)).toBe(false);
		expect(isIosSafari('Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) CriOS/126 Mobile Safari/604.1', 5)).toBe(false);
		expect(isIosSafari('Mozilla/5.0 (Linux; Android 14) Chrome/126 Mobile Safari/537.36', 5)).toBe(false);
	});
});
