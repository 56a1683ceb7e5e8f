import { describe, expect, it } from 'vitest';
import { MOST_POINTS, PAPER, type Point, decode, encode, passes, pathsOf, simplified, strokesOf } from './ink';

/** The same hand each time (mulberry32), so that a failure can be looked at. */
function hand(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

function scribble(random: () => number, most: number, felt: boolean): Point[] {
	const upTo = (value: number) => Math.round(random() * value);
	return Array.from({ length: 1 + upTo(most - 1) }, () => ({ x: upTo(PAPER.width), y: upTo(PAPER.height), p: felt ? 1 + upTo(254) : 0 }));
}

describe('a stroke as text', () => {
	it('comes back point by point, whatever was drawn', () => {
		const random = hand(1);
		for (let round = 0; round < 400; round++) {
			const points = scribble(random, 60, round % 2 === 0);
			expect(decode(encode(points)), `round ${round}`).toEqual(points);
		}
	});

	it('fits into its row and is nothing but letters, digits, hyphens and underscores, even at its longest and wildest', () => {
		const corner = (i: number): Point => (i % 2 ? { x: 0, y: 0, p: 1 } : { x: PAPER.width, y: PAPER.height, p: 255 });
		const text = encode(Array.from({ length: MOST_POINTS }, (_, i) => corner(i)));
		expect(text.length).toBeLessThanOrEqual(8000);
		expect(text).toMatch(/^[\w-]+$/);
		expect(encode([{ x: 0, y: 0, p: 0 }]).length).toBeGreaterThanOrEqual(4);
	});

	it('is small: a word as one writes it takes some tens of letters', () => {
		const curve = Array.from({ length: 200 }, (_, i) => ({ x: 300 + i, y: 400 + 30 * Math.sin(i / 12), p: 0 }));
		expect(encode(strokesOf(curve)[0] as Point[]).length).toBeLessThan(120);
	});

	it('that is broken gives no points, and throws nothing', () => {
		for (const text of ['', '!!', 'AA', '____', 'AP__', 'AQ', 'A'.repeat(9), encode([{ x: 5000, y: 0, p: 0 }])]) {
			expect(decode(text).every(({ x, y }) => x >= 0 && x <= PAPER.width && y >= 0 && y <= PAPER.height), text).toBe(true);
		}
		expect(decode(encode([{ x: 5000, y: 0, p: 0 }]))).toEqual([]);
	});
});

describe('what is kept of a line', () => {
	it('never strays further from what was drawn than half a pixel', () => {
		const random = hand(7);
		for (let round = 0; round < 60; round++) {
			let [x, y] = [800, 600];
			const drawn = Array.from({ length: 80 }, () => ({ x: (x += Math.round((random() - 0.5) * 12)), y: (y += Math.round((random() - 0.5) * 12)), p: 0 }));
			const kept = simplified(drawn);
			expect(kept[0]).toEqual(drawn[0]);
			expect(kept.at(-1)).toEqual(drawn.at(-1));
			for (const point of drawn) expect(passes(kept, point, 1.21)).toBe(true);
		}
	});

	it('is two points of a straight line, one of a dot, and the turn where the pen was pressed', () => {
		const straight = Array.from({ length: 50 }, (_, i) => ({ x: 10 * i, y: 5 * i, p: 0 }));
		expect(simplified(straight)).toHaveLength(2);
		expect(strokesOf([{ x: 4.4, y: 9.6, p: 0 }])).toEqual([[{ x: 4, y: 10, p: 0 }]]);
		const pressed = straight.map((point, i) => ({ ...point, p: i === 25 ? 250 : 100 }));
		expect(simplified(pressed).length).toBeGreaterThan(2);
	});

	it('lies on the paper, also where the hand left it', () => {
		const [stroke] = strokesOf([{ x: -50, y: 9999, p: 300 }, { x: Number.NaN, y: 3, p: 0 }]);
		expect(stroke).toEqual([{ x: 0, y: PAPER.height, p: 255 }, { x: 0, y: 3, p: 0 }]);
	});

	it('goes on in another stroke where one is full, without a gap', () => {
		const zigzag = Array.from({ length: 2500 }, (_, i) => ({ x: (i * 37) % 1600, y: i % 2 ? 0 : 1200, p: 0 }));
		const strokes = strokesOf(zigzag);
		expect(strokes.length).toBeGreaterThan(2);
		strokes.slice(1).forEach((stroke, i) => expect(stroke[0]).toEqual(strokes[i]?.at(-1)));
		expect(strokes.flatMap((stroke, i) => (i === 0 ? stroke : stroke.slice(1)))).toEqual(simplified(zigzag));
	});
});

describe('a stroke on the screen', () => {
	it('is one path, and several where the pen was pressed more or less', () => {
		expect(pathsOf([{ x: 1, y: 2, p: 0 }, { x: 3, y: 4, p: 0 }, { x: 9, y: 4, p: 0 }])).toEqual([{ d: 'M1 2L3 4L9 4', width: 5 }]);
		const widths = pathsOf([{ x: 0, y: 0, p: 10 }, { x: 9, y: 0, p: 10 }, { x: 20, y: 0, p: 250 }]).map(({ width }) => width);
		expect(widths).toHaveLength(2);
		expect(widths[0]).toBeLessThan(widths[1] as number);
	});

	it('is met by the eraser where it passes, and nowhere else', () => {
		const line = [{ x: 100, y: 100, p: 0 }, { x: 300, y: 100, p: 200 }];
		expect(passes(line, { x: 200, y: 110 }, 14)).toBe(true);
		expect(passes(line, { x: 200, y: 130 }, 14)).toBe(false);
		expect(passes([{ x: 5, y: 5, p: 0 }], { x: 6, y: 6 }, 14)).toBe(true);
	});
});
