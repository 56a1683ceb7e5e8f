// The bytes of a picture, to the server in pieces and back whole. Never thrown: no server is a problem like others.
import { FOREIGN_PAGE, type Problem, UNREACHABLE } from './http';

export const PIECE = 64 * 1024;
const PATIENCE = 60_000;

type Answered<T> = { value: T; problem?: undefined } | { problem: Pick<Problem, 'status' | 'name'>; value?: undefined };
export interface BytesHere {
	here: number;
	size: number;
}

/** How many bytes the server has. */
export const askBytes = (picture: string): Promise<Answered<BytesHere>> => asked(`/api/pictures/${picture}/here`, {}, isHere);

/** The next piece. The answer says where to go on, whatever became of this one. */
export function sendBytes(picture: string, at: number, piece: Uint8Array<ArrayBuffer>): Promise<Answered<BytesHere>> {
	const headers = { 'content-type': 'application/octet-stream' };
	return asked(`/api/pictures/${picture}/bytes?at=${at}`, { method: 'PUT', body: piece, headers }, isHere);
}

export const fetchBytes = (picture: string): Promise<Answered<Uint8Array<ArrayBuffer>>> =>
	asked(`/api/pictures/${picture}/bytes`, {}, async (response) => {
		if (!/^image\//.test(response.headers.get('content-type') ?? '')) return undefined;
		return new Uint8Array(await response.arrayBuffer());
	});

async function asked<T>(path: string, init: RequestInit, read: (response: Response) => Promise<T | undefined>): Promise<Answered<T>> {
	const patience = new AbortController();
	const end = setTimeout(() => patience.abort(), PATIENCE);
	try {
		const response = await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store', redirect: 'manual', signal: patience.signal });
		if (!response.ok) return { problem: { status: response.status, name: await nameOf(response) } };
		const value = await read(response);
		return value === undefined ? { problem: FOREIGN_PAGE } : { value };
	} catch {
		return { problem: UNREACHABLE };
	} finally {
		clearTimeout(end);
	}
}

async function isHere(response: Response): Promise<BytesHere | undefined> {
	const told = (await response.json().catch(() => ({}))) as Partial<BytesHere>;
	return typeof told.here === 'number' && typeof told.size === 'number' ? (told as BytesHere) : undefined;
}

async function nameOf(response: Response): Promise<string> {
	const told = (await response.json().catch(() => ({}))) as { name?: unknown };
	return typeof told.name === 'string' ? told.name : UNREACHABLE.name;
}
