/** The good moments to send and fetch: a network, a look at the page, a page that goes away, and once a minute. */
export const EVERY = 60_000;

interface Moments {
	/** Runs while somebody looks. */
	seen: () => unknown;
	/** Runs when the page hides, which may be the last that it hears. */
	going: () => unknown;
	/** Runs each minute. */
	minute: () => unknown;
	/** Whether what is new comes by itself just now, so that a minute that has passed is no reason to ask. */
	told: () => boolean;
}

/** Answers how to stop. */
export function atGoodMoments({ seen, going, minute, told }: Moments): () => void {
	const turned = () => (document.visibilityState === 'visible' ? seen() : going());
	const watched: [EventTarget, string, () => unknown][] = [
		[window, 'online', seen],
		[window, 'focus', seen],
		[window, 'pageshow', seen],
		[document, 'visibilitychange', turned],
	];
	for (const [target, name, heard] of watched) target.addEventListener(name, heard);
	const clock = setInterval(() => {
		minute();
		if (document.visibilityState === 'visible' && !told()) seen();
	}, EVERY);
	return () => {
		for (const [target, name, heard] of watched) target.removeEventListener(name, heard);
		clearInterval(clock);
	};
}
