import { afterEach, describe, expect, it, vi } from 'vitest';
import { getJson, postFile, postJson } from './http.ts';

const answer = (status: number, body: string, type = 'application/json') => {
	const fetched = vi.fn<typeof fetch>(async () => new Response(status === 204 ? null : body, { status, headers: { 'content-type': type } }));
	vi.stubGlobal('fetch', fetched);
	return fetched;
};
afterEach(() => vi.unstubAllGlobals());

describe('asking the server', () => {
	it('gives the value of a good answer', async () => {
		answer(200, '{"state":"ready"}');
		expect(await getJson('/api/front-door')).toEqual({ ok: true, value: { state: 'ready' } });
	});

	it('sends JSON as JSON, from this origin, never from a cache', async () => {
		const fetched = answer(201, '{}');
		await postJson('/api/sign-in', { email: 'ana@example.org' });
		expect(fetched.mock.calls[0]?.[1]).toMatchObject({
			method: 'POST',
			body: '{"email":"ana@example.org"}',
			headers: { 'content-type': 'application/json' },
			credentials: 'same-origin',
			cache: 'no-store',
		});
	});

	it('gives a numbered problem as a value', async () => {
		answer(401, '{"name":"wrong_sign_in","number":"401.2","detail":"No.","particulars":{"left":3}}', 'application/problem+json');
		expect(await postJson('/api/sign-in')).toEqual({
			ok: false,
			problem: { status: 401, number: '401.2', name: 'wrong_sign_in', detail: 'No.', particulars: { left: 3 } },
		});
	});

	it('knows a page that a network puts in the place of an answer, whatever its status', async () => {
		for (const status of [200, 403, 511]) {
			answer(status, '<h1>Welcome to School Wi-Fi</h1>', 'text/html');
			expect(await getJson('/api/me')).toMatchObject({ ok: false, problem: { name: 'foreign_page' } });
		}
		vi.stubGlobal('fetch', async () => ({ type: 'opaqueredirect', status: 0, headers: new Headers() }));
		expect(await getJson('/api/me')).toMatchObject({ ok: false, problem: { name: 'foreign_page' } });
	});

	it('calls a proxy that lacks the server unreachable', async () => {
		answer(502, '<h1>Bad Gateway</h1>', 'text/html');
		expect(await getJson('/api/me')).toMatchObject({ ok: false, problem: { name: 'unreachable', status: 502 } });
	});

	it('hears how long the server wants to be left in peace', async () => {
		vi.stubGlobal('fetch', async () => new Response('{"name":"too_many_tries","number":"429.1","detail":""}', { status: 429, headers: { 'content-type': 'application/problem+json', 'retry-after': '17' } }));
		expect(await postJson('/api/sync')).toMatchObject({ problem: { name: 'too_many_tries', retryAfter: 17 } });
	});

	it('calls no network and broken JSON unreachable', async () => {
		vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
		expect(await getJson('/api/me')).toMatchObject({ ok: false, problem: { name: 'unreachable', status: 0 } });
		answer(200, '{"half":');
		expect(await getJson('/api/me')).toMatchObject({ ok: false, problem: { name: 'unreachable' } });
	});

	it('gives up after the time allowed', async () => {
		vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))));
		expect(await getJson('/api/me', { timeoutMs: 5 })).toMatchObject({ ok: false, problem: { name: 'unreachable' } });
	});

	it('stops when the screen that asked is gone', async () => {
		vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => (signal?.aborted ? Promise.reject(signal.reason) : new Promise(() => undefined)));
		expect(await getJson('/api/me', { signal: AbortSignal.abort() })).toMatchObject({ ok: false });
	});

	it('reads an answer without content', async () => {
		answer(204, '');
		expect(await postJson('/api/sign-out')).toEqual({ ok: true, value: null });
	});

	it('sends a file as it is', async () => {
		const fetched = answer(200, '{}');
		const file = new Blob(['a,b'], { type: 'text/csv' });
		await postFile('/api/roster/preview', file);
		expect(fetched.mock.calls[0]?.[1]).toMatchObject({ body: file, headers: { 'content-type': 'text/csv' } });
	});
});
