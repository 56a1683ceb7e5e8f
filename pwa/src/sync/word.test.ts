import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SILENCE, Word } from './word';

/** The lines that were opened, and what the server does with them. */
class Line extends EventTarget {
	static OPEN = 1;
	static CLOSED = 2;
	static opened: Line[] = [];
	static get last(): Line {
		return Line.opened.at(-1) as Line;
	}
	static get open(): Line[] {
		return Line.opened.filter((line) => line.readyState !== Line.CLOSED);
	}
	readyState = 0;
	constructor() {
		super();
		Line.opened.push(this);
	}
	close(): void {
		this.readyState = Line.CLOSED;
	}
	answers(): void {
		this.readyState = Line.OPEN;
		this.dispatchEvent(new Event('open'));
	}
	breaks(): void {
		this.dispatchEvent(new Event('error'));
	}
	says(name: string, data: unknown): void {
		this.dispatchEvent(Object.assign(new Event(name), { data: JSON.stringify(data) }));
	}
}

let heard: Record<string, number>[];
let missed: number;
const words: Word[] = [];
const word = (): Word => {
	const one = new Word('a', (clocks) => heard.push(clocks), () => missed++);
	words.push(one);
	return one;
};
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
	vi.useFakeTimers();
	vi.stubGlobal('EventSource', Line);
	vi.stubGlobal('navigator', {});
	Line.opened = [];
	heard = [];
	missed = 0;
});

afterEach(() => {
	for (const one of words.splice(0)) one.close();
	vi.useRealTimers();
	vi.unstubAllGlobals();
	vi.restoreAllMocks();
});

describe('the line', () => {
	it('is opened once and tells what it hears', () => {
		const one = word();
		one.listen();
		one.listen();
		expect(one.alive).toBe(false);
		Line.last.answers();
		one.listen();
		expect(one.alive).toBe(true);
		Line.last.says('clock', { s: 4 });
		expect(Line.opened).toHaveLength(1);
		expect(heard).toEqual([{ s: 4 }]);
		expect(missed).toBe(0);
	});

	it('is opened anew after it broke, later each time, and what may have been missed is asked for', async () => {
		vi.spyOn(Math, 'random').mockReturnValue(1);
		word().listen();
		for (const wait of [2_000, 5_000, 15_000, 40_000, 120_000, 300_000, 300_000]) {
			const before = Line.opened.length;
			Line.last.breaks();
			await pass(wait - 1);
			expect(Line.opened).toHaveLength(before);
			await pass(1);
			expect(Line.opened).toHaveLength(before + 1);
		}
		expect(missed).toBe(0);
		Line.last.answers();
		expect(missed).toBe(1);
		Line.last.breaks();
		await pass(2_000);
		Line.last.answers();
		expect(missed).toBe(2);
		expect(Line.open).toHaveLength(1);
	});

	it('is not opened by all devices at the same moment', async () => {
		vi.spyOn(Math, 'random').mockReturnValueOnce(0).mockReturnValueOnce(1);
		const [one, other] = [word(), word()];
		one.listen();
		other.listen();
		for (const line of Line.open) line.breaks();
		await pass(1_000);
		expect(Line.opened).toHaveLength(3);
		await pass(1_000);
		expect(Line.opened).toHaveLength(4);
	});

	it('that says nothing for longer than the server ever does is taken for dead', async () => {
		const one = word();
		one.listen();
		Line.last.answers();
		for (let sign = 0; sign < 5; sign++) {
			await pass(SILENCE - 1);
			Line.last.says('here', 1);
		}
		expect(Line.opened).toHaveLength(1);
		await pass(SILENCE);
		expect(one.alive).toBe(false);
		await pass(2_000);
		expect(Line.opened).toHaveLength(2);
		Line.last.answers();
		expect(missed).toBe(1);
	});

	it('is opened at once when the server has been reached otherwise', () => {
		const one = word();
		one.listen();
		Line.last.breaks();
		one.listen();
		expect(Line.opened).toHaveLength(2);
		one.listen();
		expect(Line.opened).toHaveLength(2);
	});

	it('stays closed once it is closed', async () => {
		const one = word();
		one.listen();
		Line.last.breaks();
		one.close();
		await pass(10 * 60_000);
		expect(Line.opened).toHaveLength(1);
		one.listen();
		expect(Line.opened).toHaveLength(2);
	});
});

describe('several tabs', () => {
	it('share one line, and the next takes it over when the first goes away', async () => {
		const queue: (() => void)[] = [];
		let held = false;
		const request = (_: string, { signal }: { signal: AbortSignal }, work: () => Promise<void>) =>
			new Promise<void>((done, refuse) => {
				const run = () => {
					if (signal.aborted) return;
					held = true;
					void work().then(() => {
						held = false;
						done();
						queue.shift()?.();
					});
				};
				signal.addEventListener('abort', () => refuse(new Error('aborted')));
				if (held) queue.push(run);
				else run();
			});
		vi.stubGlobal('navigator', { locks: { request } });
		const [one, other, third] = [word(), word(), word()];
		for (const tab of [one, other, third]) tab.listen();
		expect(Line.opened).toHaveLength(1);
		Line.last.answers();
		other.close();
		one.close();
		await pass(0);
		queue.shift()?.();
		expect(Line.open).toHaveLength(1);
		Line.last.answers();
		expect(third.alive).toBe(true);
	});
});
