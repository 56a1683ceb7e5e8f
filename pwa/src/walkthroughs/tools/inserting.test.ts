import { describe, expect, it } from 'vitest';
import { fitted } from './inserting';

describe('words that a tool writes', () => {
	it('never run into their neighbours', () => {
		expect(fitted('Table 3:', '7 of 9 pairs', '')).toBe(' 7 of 9 pairs ');
		expect(fitted('', '7 of 9 pairs', 'compared')).toBe('7 of 9 pairs ');
	});

	it('put no space where there is one, or where none belongs', () => {
		expect(fitted('Then ', 'waited 4 s', ', then asked')).toBe('waited 4 s');
		expect(fitted('(', 'waited 4 s', ')')).toBe('waited 4 s');
		expect(fitted('Dijo: «', '7 de 9 parejas', '»')).toBe('7 de 9 parejas');
	});
});
