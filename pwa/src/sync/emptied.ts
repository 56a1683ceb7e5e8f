/** That this device has emptied itself, because its school asked: said on the sign-in screen until somebody has read it. */
const EMPTIED = 'brightwalk.emptied';
/** Which device each person is here, by address; a store that was taken away on purpose is forgotten, not missed. */
export const KNOWN = 'brightwalk.devices';

export function sayEmptied(device: string): void {
	localStorage.setItem(EMPTIED, new Date().toISOString());
	const known = Object.entries(JSON.parse(localStorage.getItem(KNOWN) ?? '{}') as Record<string, string>);
	localStorage.setItem(KNOWN, JSON.stringify(Object.fromEntries(known.filter(([, one]) => one !== device))));
}

export function wasEmptied(): boolean {
	return localStorage.getItem(EMPTIED) !== null;
}

export function emptiedIsSaid(): void {
	localStorage.removeItem(EMPTIED);
}
