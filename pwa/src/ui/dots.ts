export type Dot = { at: number; x: number; y: number; on: boolean };

const STEP = 12;
const PER_LINE = 20;
const NEARLY_ALL = 14; // one length for every "nearly all"

/** Where each dot of a strip stands: lines of at most twenty, the full ones first. */
export function layDots(count: number | null, of: number): { width: number; height: number; dots: Dot[] } {
	const lines = count === null ? 1 : Math.max(1, Math.ceil(of / PER_LINE));
	const across = count === null ? NEARLY_ALL : Math.min(of, PER_LINE);
	const dots = Array.from({ length: count === null ? 0 : of }, (_, at) => ({
		at,
		x: (at % PER_LINE) * STEP + STEP / 2,
		y: Math.floor(at / PER_LINE) * STEP + STEP / 2,
		on: at < (count ?? 0),
	}));
	return { width: Math.max(1, across) * STEP, height: lines * STEP, dots };
}
