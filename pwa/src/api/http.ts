// The few things that need the network now: sign-in, join, devices, roster, export. Everything else travels by sync.
import type { ProblemName } from '../i18n';

/** What went wrong, as the server says it (RFC 9457) or, with status 0, as the lack of a server. Never thrown. */
export type Problem = {
	status: number;
	number: string;
	name: ProblemName | (string & {});
	/** English; screens say `sentenceOf(problem)` from i18n. */
	detail: string;
	particulars: Record<string, unknown>;
	/** Seconds that the server asks to be left in peace. */
	retryAfter?: number;
};

export type Result<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export type Ask = { signal?: AbortSignal; timeoutMs?: number };

export function getJson<T>(path: string, ask?: Ask): Promise<Result<T>> {
	return request<T>(path, { method: 'GET' }, ask);
}

export function postJson<T>(path: string, body: unknown = {}, ask?: Ask): Promise<Result<T>> {
	return request<T>(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }, ask);
}

/** Sends a file as it is (a roster's zip or CSV). */
export function postFile<T>(path: string, file: Blob, ask?: Ask): Promise<Result<T>> {
	const type = file.type === '' ? 'application/octet-stream' : file.type;
	return request<T>(path, { method: 'POST', body: file, headers: { 'content-type': type } }, { timeoutMs: 120_000, ...ask });
}

async function request<T>(path: string, init: RequestInit, { signal, timeoutMs = 20_000 }: Ask = {}): Promise<Result<T>> {
	const patience = new AbortController(); // AbortSignal.timeout is missing in Safari before 16
	const end = setTimeout(() => patience.abort(new DOMException('it took too long', 'TimeoutError')), timeoutMs);
	try {
		const response = await fetch(path, {
			...init,
			headers: { accept: 'application/json', ...init.headers },
			credentials: 'same-origin',
			cache: 'no-store',
			redirect: 'manual', // ours never sends elsewhere; a network that wants a sign-in first does
			signal: signal ? either(signal, patience.signal) : patience.signal,
		});
		return await read<T>(response);
	} catch {
		return { ok: false, problem: UNREACHABLE }; // no network, a time-out, a body that was cut off
	} finally {
		clearTimeout(end);
	}
}

async function read<T>(response: Response): Promise<Result<T>> {
	if (response.type === 'opaqueredirect' || response.status === 511) return { ok: false, problem: FOREIGN_PAGE };
	const body = response.status === 204 ? null : await jsonOf(response);
	if (body === undefined) return { ok: false, problem: notOurs(response) };
	if (response.ok) return { ok: true, value: body as T };
	const wait = Number(response.headers.get('retry-after') ?? Number.NaN);
	return { ok: false, problem: { ...problemOf(response.status, body), ...(wait > 0 && { retryAfter: Math.min(wait, 3600) }) } };
}

/** undefined: not JSON, or only half of it. */
async function jsonOf(response: Response): Promise<unknown> {
	if (!/\bjson\b/.test(response.headers.get('content-type') ?? '')) return undefined;
	try {
		return (await response.json()) as unknown;
	} catch {
		return undefined;
	}
}

/** A page in the place of an answer: a network that wants a sign-in first, or a proxy that lacks the server. */
function notOurs({ status, headers }: Response): Problem {
	const page = /\bhtml\b/.test(headers.get('content-type') ?? '');
	return status < 500 && page ? { ...FOREIGN_PAGE, status } : { ...UNREACHABLE, status };
}

function problemOf(status: number, body: unknown): Problem {
	const told = (typeof body === 'object' && body !== null ? body : {}) as Partial<Record<string, unknown>>;
	const { number, name, detail, particulars } = told;
	if (typeof name !== 'string') return { ...UNREACHABLE, status };
	return {
		status,
		number: typeof number === 'string' ? number : `${status}.0`,
		name,
		detail: typeof detail === 'string' ? detail : '',
		particulars: typeof particulars === 'object' && particulars !== null ? (particulars as Record<string, unknown>) : {},
	};
}

/** AbortSignal.any is missing in Safari before 17.4. */
function either(one: AbortSignal, other: AbortSignal): AbortSignal {
	const both = new AbortController();
	for (const signal of [one, other]) {
		if (signal.aborted) both.abort(signal.reason);
		else signal.addEventListener('abort', () => both.abort(signal.reason), { once: true, signal: both.signal });
	}
	return both.signal;
}

export const UNREACHABLE: Problem = { status: 0, number: '0.1', name: 'unreachable', detail: '', particulars: {} };
export const FOREIGN_PAGE: Problem = { status: 0, number: '0.3', name: 'foreign_page', detail: '', particulars: {} };
export const OUR_FAULT: Problem = { status: 0, number: '0.4', name: 'our_fault', detail: '', particulars: {} };
