// Putting the app on the home screen: offered once, quietly, where the browser can do it or a person can.

type InstallEvent = Event & { prompt(): Promise<void>; userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }> };
/** none: installed already, declined, or impossible · button: one tap does it · by_hand: the steps of Safari on iOS */
type Way = 'none' | 'button' | 'by_hand';

const DECLINED = 'brightwalk.install.declined';
let kept = $state<InstallEvent>();
let declined = $state(typeof localStorage !== 'undefined' && localStorage.getItem(DECLINED) !== null);
let installed = $state(false);

export const install = {
	get way(): Way {
		if (installed || declined || standalone()) return 'none';
		if (kept) return 'button';
		return isIosSafari(navigator.userAgent, navigator.maxTouchPoints) ? 'by_hand' : 'none';
	},
	/** Opened from the home screen, with a store of its own. */
	get standalone(): boolean {
		return standalone();
	},
	async ask(): Promise<void> {
		const event = kept;
		kept = undefined; // a browser lets each event be used once
		await event?.prompt();
		if ((await event?.userChoice)?.outcome === 'dismissed') this.decline();
	},
	decline(): void {
		declined = true;
		localStorage.setItem(DECLINED, String(Date.now()));
	},
};

/** Called at the start, before the browser's event can pass by. */
export function keepInstallPrompt(): void {
	window.addEventListener('beforeinstallprompt', (event) => {
		event.preventDefault(); // we choose the moment, not the browser
		kept = event as InstallEvent;
	});
	window.addEventListener('appinstalled', () => (installed = true));
}

/** On iOS only Safari can add to the home screen in the way that the steps describe; iPadOS says it is a Mac. */
export function isIosSafari(agent: string, touchPoints: number): boolean {
	const ios = /iPad|iPhone/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1);
	return ios && /Safari\//.test(agent) && !/CriOS|FxiOS|EdgiOS/.test(agent);
}

function standalone(): boolean {
	return matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true;
}
