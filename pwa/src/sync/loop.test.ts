import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Store } from '../db/store';
import { type Change, type Holding, apply, fresh, save } from './core';
import { Loop } from './loop.svelte';
import type { Mutation, SyncAnswer, SyncRequest } from './wire';

const ACCOUNT = 'a';
let holding: Holding;
let loop: Loop;
let asked: SyncRequest[];
let line: (request: SyncRequest) => Response | Promise<Response>;

const store = {
	get holding() {
		return holding;
	},
	commit: async (compute: (holding: Holding) => Change | 'stale') => {
		const change = compute(holding);
		if (change !== 'stale') apply(holding, change);
		return change;
	},
	note: async () => undefined,
	keepNote: async () => undefined,
} as unknown as Store;

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
	new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

function answer({ mutations }: SyncRequest, more: Partial<SyncAnswer> = {}): Response {
	const results = mutations.map(({ id }) => ({ id, status: 'applied', clock: 1 }));
	const rest = { settled: [], records: [], rows: [], asof: {}, granted: {}, ended: [], behind: {}, more: false, safe: {} };
	return json(200, { account: ACCOUNT, persons: {}, now: '2026-03-02T10:00:00.000Z', results, ...rest, app: { minBuild: 0, latestBuild: 1 }, deviceState: 'ok', ...more });
}

function write(many = 1): void {
	for (let one = 0; one < many; one++) {
		const mutation: Mutation = { id: crypto.randomUUID(), school: 's', verb: 'add', schema: 1, at: '', ops: [{ op: 'put', kind: 'k', id: crypto.randomUUID(), scope: 's:1', set: { text: 'x' }, from: {} }] };
		apply(holding, save(holding, mutation));
	}
}

/** A tab whose visibility a test turns. */
const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const tab = new EventTarget();

class Line extends EventTarget {
	static OPEN = 1;
	static CLOSED = 2;
	static opened: Line[] = [];
	readyState = 1;
	constructor() {
		super();
		Line.opened.push(this);
	}
	close(): void {
		this.readyState = Line.CLOSED;
	}
}

beforeEach(() => {
	vi.useFakeTimers();
	Line.opened = [];
	page.visibilityState = 'visible';
	holding = fresh(ACCOUNT, 'd');
	asked = [];
	line = answer;
	vi.stubGlobal('window', tab);
	vi.stubGlobal('document', page);
	vi.stubGlobal('navigator', {});
	vi.stubGlobal('EventSource', Line);
	vi.stubGlobal('fetch', async (_: string, { body, signal }: RequestInit) => {
		const request = JSON.parse(String(body)) as SyncRequest;
		asked.push(request);
		return Promise.race([line(request), new Promise<never>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))]);
	});
	loop = new Loop(store, 1);
});

afterEach(() => {
	loop.stop();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

/** So much time passes, and all that it brings. */
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const begin = async () => {
	loop.start();
	await pass(0);
	asked.length = 0;
};
const cutOff = () => Promise.reject(new TypeError('Failed to fetch'));

describe('when it sends', () => {
	it('a moment after the last act, and at the latest five seconds after the first', async () => {
		await begin();
		write();
		for (let at = 0; at < 12; at++) {
			loop.soon();
			await pass(500);
		}
		expect(asked).toHaveLength(1);
		await pass(700);
		expect(asked).toHaveLength(2);
	});

	it('at once when the network is back, when somebody looks, and when the page hides with something unsent', async () => {
		line = cutOff;
		await begin();
		for (const [target, name] of [[tab, 'online'], [tab, 'focus'], [tab, 'pageshow'], [page, 'visibilitychange']] as const) {
			target.dispatchEvent(new Event(name));
			await pass(0);
		}
		expect(asked).toHaveLength(4);
		page.visibilityState = 'hidden';
		page.dispatchEvent(new Event('visibilitychange'));
		await pass(0);
		expect(asked).toHaveLength(4); // nothing to say
		write();
		page.dispatchEvent(new Event('visibilitychange'));
		await pass(0);
		expect(asked).toHaveLength(5);
	});

	it('again and again with growing waits while nobody answers, and at once after the next act', async () => {
		line = cutOff;
		vi.spyOn(Math, 'random').mockReturnValue(1);
		await begin();
		expect(loop.reach).toBe('away');
		await pass(1_999);
		expect(asked).toHaveLength(0);
		await pass(1);
		expect(asked).toHaveLength(1);
		await pass(4_999);
		expect(asked).toHaveLength(1);
		loop.soon();
		await pass(700);
		expect(asked).toHaveLength(2);
	});

	it('not before the time that the server has asked for, unless a person asks', async () => {
		await begin();
		line = () => json(429, { name: 'too_many_tries', number: '429.1', detail: '' }, { 'retry-after': '30' });
		write();
		await loop.now();
		expect(asked).toHaveLength(1);
		loop.soon();
		tab.dispatchEvent(new Event('focus'));
		await pass(29_000);
		expect(asked).toHaveLength(1);
		line = answer;
		await pass(1_000);
		expect(asked).toHaveLength(2);
		expect(holding.outbox).toHaveLength(0);
		await loop.now();
		expect(asked).toHaveLength(3);
	});

	it('no matter where the clock of the device jumps to', async () => {
		line = cutOff;
		await begin();
		vi.setSystemTime(Date.now() - 366 * 86_400_000);
		await pass(2_000);
		expect(asked).toHaveLength(1);
		vi.setSystemTime(Date.now() + 2 * 366 * 86_400_000);
		await pass(5_000);
		expect(asked).toHaveLength(2);
	});
});

describe('a bad line', () => {
	it('is given up after twenty seconds, and met with half as much', async () => {
		await begin();
		line = () => new Promise<never>(() => undefined);
		write(40);
		void loop.now();
		await pass(20_000);
		expect(loop.reach).toBe('away');
		await pass(2_000);
		expect(asked.map(({ mutations }) => mutations.length)).toEqual([40, 25]);
		expect(asked[1]?.page).toBe(250);
	});

	it('that answers with a page of its own moves nothing, and is said', async () => {
		await begin();
		write(3);
		const pages = [new Response('<h1>Welcome</h1>', { status: 200, headers: { 'content-type': 'text/html' } }), json(200, { ok: true }), new Response('{"account":"a","resu', { headers: { 'content-type': 'application/json' } })];
		for (const foreign of pages) {
			line = () => foreign;
			await loop.now();
			expect(loop.reach).toBe('away');
			expect(holding.outbox).toHaveLength(3);
		}
		expect(loop.trouble?.name).toBe('unreachable'); // the last one was cut off
		expect(holding.answered).toHaveLength(0);
		line = () => new Response('<h1>Sign in</h1>', { status: 401, headers: { 'content-type': 'text/html' } });
		await loop.now();
		expect([loop.reach, loop.trouble?.name]).toEqual(['away', 'foreign_page']);
		line = () => new Response('<h1>No</h1>', { status: 400, headers: { 'content-type': 'text/html' } });
		await loop.now();
		line = answer;
		await loop.now();
		expect(holding.answered.map(({ verdict }) => verdict.status)).toEqual(['applied', 'applied', 'applied']);
	});

	it('does not end in silence when something of ours breaks', async () => {
		await begin();
		vi.stubGlobal('reportError', vi.fn());
		line = (request) => answer(request, { asof: null as never, settled: null as never });
		write();
		await loop.now();
		expect(loop.trouble?.name).toBe('our_fault');
		line = answer;
		await pass(2_000);
		expect(holding.outbox).toHaveLength(0);
	});
});

describe('while the server tells by itself what is new', () => {
	it('nobody asks every minute, but whoever has something to send does, and everybody once the line is broken', async () => {
		await begin();
		for (let sign = 0; sign < 24; sign++) {
			await pass(25_000);
			Line.opened.at(-1)?.dispatchEvent(new Event('here'));
		}
		expect(asked).toHaveLength(0);
		Line.opened.at(-1)?.dispatchEvent(Object.assign(new Event('clock'), { data: '{"s":4}' }));
		await pass(0);
		expect(asked).toHaveLength(1);
		write();
		await pass(60_000);
		expect(asked.at(-1)?.mutations).toHaveLength(1);
		const before = asked.length;
		vi.stubGlobal('EventSource', class extends Line { override readyState = 0; });
		Line.opened.at(-1)?.dispatchEvent(new Event('error'));
		await pass(60_000);
		expect(asked.length).toBeGreaterThan(before);
	});
});

describe('after the end', () => {
	it('nothing is asked and no line is opened, even if an answer is still on its way', async () => {
		await begin();
		Line.opened = [];
		let arrive: (response: Response) => void = () => undefined;
		line = () => new Promise((resolve) => (arrive = resolve));
		write();
		void loop.now();
		await pass(0);
		loop.stop();
		arrive(answer(asked[0] as SyncRequest));
		await pass(600_000);
		expect(asked).toHaveLength(1);
		expect(Line.opened).toHaveLength(0);
	});
});
