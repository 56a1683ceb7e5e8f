/** That this device has emptied itself, because its school asked: said on the sign-in screen until somebody signs in. */
const EMPTIED = 'brightwalk.emptied';

export function sayEmptied(): void {
	localStorage.setItem(EMPTIED, new Date().toISOString());
}

export function wasEmptied(): boolean {
	return localStorage.getItem(EMPTIED) !== null;
}

export function emptiedIsSaid(): void {
	localStorage.removeItem(EMPTIED);
}
