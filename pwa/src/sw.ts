// The service worker: the whole app on the device, the API never touched, a new version waits until it is asked.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope;
declare const __FILES__: { url: string; revision: string | null; integrity: string }[];

cleanupOutdatedCaches();
// Lazy chunks are in the list too: the new worker is installed whole or not at all.
precacheAndRoute(__FILES__, { directoryIndex: '', cleanURLs: false, ignoreURLParametersMatching: [/.*/] });

// Every address of the app is the same document; what the server itself answers stays the server's.
const OF_THE_SERVER = [/^\/api(\/|$)/, /^\/schema(\/|$)/, /^\/trust(\/|$)/];
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: OF_THE_SERVER }));

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// Only the person's own tap ends the waiting (registration.ts).
self.addEventListener('message', (event) => {
	if ((event.data as unknown) === 'SKIP_WAITING') void self.skipWaiting();
});
