// One stroke as points, as text, and as something to draw. Pure. A point is in units of the paper, whatever screen it was
// drawn on; as text it is a byte that says whether the pen felt pressure, then differences as variable-length integers.

export interface Point {
	x: number;
	y: number;
	/** 1 to 255 where the pen tells how hard it is pressed, else 0. */
	p: number;
}

export const PAPER = { width: 1600, height: 1200 };
/** Half a pixel of a large tablet: what is closer to a straight line than this is the line. */
const CLOSE = 1.2;
/** So many points fit into the text of one stroke, whatever they are; a longer line goes on in the next. */
export const MOST_POINTS = 900;
export const WIDTH = 5;
const STEPS = 6;

export function encode(points: readonly Point[]): string {
	const felt = points.some(({ p }) => p > 0);
	const bytes: number[] = [felt ? 1 : 0];
	let before: Point = { x: 0, y: 0, p: 0 };
	for (const point of points) {
		for (const axis of felt ? (['x', 'y', 'p'] as const) : (['x', 'y'] as const)) push(bytes, point[axis] - before[axis]);
		before = point;
	}
	return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** What is no stroke gives no points: a row from elsewhere must not break the drawing. */
export function decode(text: string): Point[] {
	const bytes = bytesOf(text);
	const felt = bytes[0] === 1;
	const points: Point[] = [];
	let [at, x, y, p] = [1, 0, 0, 0];
	const next = (): number => {
		let [value, shift] = [0, 0];
		for (;;) {
			const byte = bytes[at++];
			if (byte === undefined || shift > 14) return Number.NaN;
			value |= (byte & 127) << shift;
			if (byte < 128) return value & 1 ? -(value + 1) / 2 : value / 2;
			shift += 7;
		}
	};
	while (at < bytes.length) {
		[x, y, p] = [x + next(), y + next(), felt ? p + next() : 0];
		if (!onPaper({ x, y, p })) return [];
		points.push({ x, y, p });
	}
	return points;
}

/** Onto the paper, in whole units, without what adds nothing, in strokes that each fit into a row. */
export function strokesOf(drawn: readonly Point[]): Point[][] {
	const points = simplified(drawn.map(placed));
	const strokes: Point[][] = [];
	for (let at = 0; at === 0 || at < points.length - 1; at += MOST_POINTS - 1) strokes.push(points.slice(at, at + MOST_POINTS));
	return strokes.filter((stroke) => stroke.length > 0);
}

/** Ramer, Douglas and Peucker, with the pressure as a third dimension. */
export function simplified(points: readonly Point[]): Point[] {
	if (points.length < 3) return [...points];
	const kept = new Set([0, points.length - 1]);
	const open: [number, number][] = [[0, points.length - 1]];
	for (let span = open.pop(); span; span = open.pop()) {
		const [from, to] = span;
		let [far, distance] = [0, CLOSE];
		for (let i = from + 1; i < to; i++) {
			const here = apart(points[i] as Point, points[from] as Point, points[to] as Point);
			if (here > distance) [far, distance] = [i, here];
		}
		if (far === 0) continue;
		kept.add(far);
		open.push([from, far], [far, to]);
	}
	return points.filter((_, i) => kept.has(i));
}

/** How it is drawn: one path, or, where the pen felt pressure, one for each run of equal width. */
export function pathsOf(points: readonly Point[]): { d: string; width: number }[] {
	const [first] = points;
	if (!first) return [];
	if (points.length === 1) return [{ d: `M${first.x} ${first.y}h.01`, width: widthOf(first.p) * 1.4 }];
	const runs: { d: string; width: number }[] = [];
	points.slice(1).forEach((point, i) => {
		const from = points[i] as Point;
		const width = widthOf(Math.max(from.p, point.p));
		const run = runs.at(-1);
		if (run?.width === width) run.d += `L${point.x} ${point.y}`;
		else runs.push({ d: `M${from.x} ${from.y}L${point.x} ${point.y}`, width });
	});
	return runs;
}

/** Whether a stroke passes within `reach` of a place. */
export function passes(points: readonly Point[], place: Pick<Point, 'x' | 'y'>, reach: number): boolean {
	const here = { ...place, p: 0 };
	return points.some((point, i) => apart(here, { ...point, p: 0 }, { ...(points[i + 1] ?? point), p: 0 }) <= reach);
}

const widthOf = (p: number): number => (p === 0 ? WIDTH : 2 + (Math.ceil((p / 255) * STEPS) / STEPS) * 7);

const onPaper = ({ x, y, p }: Point): boolean => x >= 0 && x <= PAPER.width && y >= 0 && y <= PAPER.height && p >= 0 && p <= 255;

const placed = ({ x, y, p }: Point): Point => ({ x: whole(x, PAPER.width), y: whole(y, PAPER.height), p: whole(p, 255) });

const whole = (value: number, most: number): number => Math.round(Math.min(Math.max(value || 0, 0), most));

/** From a point to the line between two others; a step of pressure counts a fifth of a step on the paper. */
function apart(point: Point, from: Point, to: Point): number {
	const line = { x: to.x - from.x, y: to.y - from.y, p: (to.p - from.p) / 5 };
	const away = { x: point.x - from.x, y: point.y - from.y, p: (point.p - from.p) / 5 };
	const length = line.x ** 2 + line.y ** 2 + line.p ** 2;
	const along = length === 0 ? 0 : Math.min(1, Math.max(0, (away.x * line.x + away.y * line.y + away.p * line.p) / length));
	return Math.hypot(away.x - along * line.x, away.y - along * line.y, away.p - along * line.p);
}

function push(bytes: number[], difference: number): void {
	let value = difference < 0 ? -difference * 2 - 1 : difference * 2;
	for (; value > 127; value >>= 7) bytes.push((value & 127) | 128);
	bytes.push(value);
}

function bytesOf(text: string): Uint8Array {
	try {
		return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
	} catch {
		return new Uint8Array();
	}
}
