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
	const timeout = AbortSignal.timeout(timeoutMs);
	try {
		const response = await fetch(path, {
			...init,
			headers: { accept: 'application/json', ...init.headers },
			credentials: 'same-origin',
			cache: 'no-store',
			redirect: 'error',
			signal: signal ? either(signal, timeout) : timeout,
		});
		return await read<T>(response);
	} catch {
		return { ok: false, problem: UNREACHABLE }; // no network, a time-out, a captive portal's redirect
	}
}

async function read<T>(response: Response): Promise<Result<T>> {
	const body = response.status === 204 ? null : await jsonOf(response);
	if (response.ok && body !== undefined) return { ok: true, value: body as T };
	return { ok: false, problem: response.ok ? UNREACHABLE : problemOf(response.status, body) };
}

/** undefined: not JSON, so not our server (a proxy's page, a captive portal). */
async function jsonOf(response: Response): Promise<unknown> {
	if (!/\bjson\b/.test(response.headers.get('content-type') ?? '')) return undefined;
	try {
		return (await response.json()) as unknown;
	} catch {
		return undefined;
	}
}

function problemOf(status: number, body: unknown): Problem {
	const told = (typeof body === 'object' && body !== null ? body : {}) as Partial<Record<string, unknown>>;
	const { number, name, detail, particulars } = told;
	if (typeof name !== 'string') return status >= 500 ? { ...UNREACHABLE, status } : { ...MALFORMED, status };
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
const MALFORMED: Problem = { status: 400, number: '400.1', name: 'malformed', detail: '', particulars: {} };
