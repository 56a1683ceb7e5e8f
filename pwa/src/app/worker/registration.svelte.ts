// The service worker from the page's side: registered once, updated only when somebody asks for it.
import { keepAll } from '../../db/autosave.svelte';
import { disk } from '../../db/disk.svelte';

/**
 * current: nothing newer known · waiting: a newer version is complete on the device and waits ·
 * changed: another tab has taken the newer version, this one still shows the old.
 */
type Version = 'current' | 'waiting' | 'changed';

const CHECK_EVERY_MS = 60 * 60 * 1000;
let version = $state<Version>('current');
let registration: ServiceWorkerRegistration | undefined;
let asked = false;
let address: string | undefined;

export const app = {
	get version(): Version {
		return version;
	},
	/** False over plain http from another device: then nothing can be kept for offline work (RULINGS 1). */
	get canWorkOffline(): boolean {
		return isSecureContext && 'serviceWorker' in navigator;
	},
};

export async function registerWorker(): Promise<void> {
	if (!app.canWorkOffline) return;
	const workers = navigator.serviceWorker;
	const hadOne = workers.controller !== null;
	workers.addEventListener('controllerchange', () => {
		if (asked) location.reload();
		else if (hadOne) version = 'changed';
	});
	try {
		registration = await register();
	} catch {
		return; // no network, or a browser that forbids it (private windows): the app works, but only with signal
	}
	watch(registration);
	setInterval(check, CHECK_EVERY_MS);
	document.addEventListener('visibilitychange', check);
}

/** The browser's settings took it away with everything else: without it the next start would need a network. */
export async function bringWorkerBack(): Promise<void> {
	if (!app.canWorkOffline) return;
	try {
		registration = await register();
	} catch {
		window.addEventListener('online', () => void bringWorkerBack(), { once: true });
	}
}

/** The person has said yes: what is in the fields goes to the disk, the waiting version takes over, the page loads anew. */
export async function takeNewVersion(): Promise<void> {
	await keepAll();
	if (disk.unkept.size > 0) return; // they would go with this page; the notice about the disk says what to do
	asked = true;
	if (registration?.waiting) registration.waiting.postMessage('SKIP_WAITING');
	else location.reload();
}

const register = () => navigator.serviceWorker.register((address ??= workerUrl()), { scope: '/', updateViaCache: 'none' });

/** A small update may be complete before its first event arrives: what is there counts, not which event was heard. */
function watch(seen: ServiceWorkerRegistration): void {
	const look = (coming = seen.waiting) => {
		if ((seen.waiting ?? coming)?.state === 'installed' && navigator.serviceWorker.controller) version = 'waiting';
	};
	look();
	seen.addEventListener('updatefound', () => {
		const coming = seen.installing ?? seen.waiting;
		coming?.addEventListener('statechange', () => look(coming));
		look(coming);
	});
}

function check(): void {
	if (document.visibilityState === 'visible') registration?.update().catch(() => undefined); // offline is normal
}

/** Under Trusted Types a worker's address comes from a named policy; the only address it allows is ours. */
function workerUrl(): string {
	const types = (globalThis as { trustedTypes?: TrustedTypeFactory }).trustedTypes;
	const policy = types?.createPolicy('sw', { createScriptURL: () => '/sw.js' });
	return (policy?.createScriptURL('/sw.js') as unknown as string | undefined) ?? '/sw.js';
}

type TrustedTypeFactory = {
	createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): object };
};
