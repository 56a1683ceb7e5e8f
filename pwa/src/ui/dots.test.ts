import { describe, expect, it } from 'vitest';
import { layDots } from './dots';

describe('the strip of dots', () => {
	it('draws one dot a visit, the noticed ones first', () => {
		const { dots, width, height } = layDots(9, 14);
		expect(dots.map((dot) => dot.on)).toEqual([...Array(9).fill(true), ...Array(5).fill(false)]);
		expect({ width, height }).toEqual({ width: 168, height: 12 });
	});

	it('goes on in a new line after twenty', () => {
		const { dots, height, width } = layDots(23, 48);
		expect({ width, height }).toEqual({ width: 240, height: 36 });
		expect(dots[20]).toEqual({ at: 20, x: 6, y: 18, on: true });
	});

	it('draws nothing that could be counted for "nearly all", not even by its length', () => {
		expect(layDots(null, 14).dots).toEqual([]);
		expect(layDots(null, 15).width).toBe(layDots(null, 40).width);
	});

	it('survives no visits at all', () => {
		expect(layDots(0, 0)).toEqual({ dots: [], width: 12, height: 12 });
	});
});
