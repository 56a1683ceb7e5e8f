let up = $state(typeof navigator === 'undefined' || navigator.onLine);

/** Whether the device believes that it has a network. A wish, not a proof: only an answer of the server proves it. */
export const online = {
	get now(): boolean {
		return up;
	},
};

if (typeof window !== 'undefined') {
	window.addEventListener('online', () => (up = true));
	window.addEventListener('offline', () => (up = false));
}
