/**
 * A short digest of a list of scopes, the same as `server/sync/digest.py`: FNV-1a over `scope=role` lines.
 * It notices that the device's list and the server's differ; it protects nothing.
 */
export function digest(scopes: Record<string, string>): string {
	const lines = Object.entries(scopes).map(([scope, role]) => `${scope}=${role}\n`);
	let state = 0x811c9dc5;
	for (const line of lines.sort()) {
		for (const byte of new TextEncoder().encode(line)) state = Math.imul(state ^ byte, 0x01000193) >>> 0;
	}
	return `${state.toString(16).padStart(8, '0')}-${lines.length}`;
}
