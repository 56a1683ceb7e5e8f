/** The good moments to send and fetch: a network, a look at the page, a page that goes away, and once a minute. */
export const EVERY = 60_000;

/** `seen` runs while somebody looks; `going` when the page hides, which may be the last that it hears; `minute` hears whether somebody looks. Answers how to stop. */
export function atGoodMoments({ seen, going, minute }: { seen: () => unknown; going: () => unknown; minute: (looking: boolean) => unknown }): () => void {
	const turned = () => (document.visibilityState === 'visible' ? seen() : going());
	const told: [EventTarget, string, () => unknown][] = [
		[window, 'online', seen],
		[window, 'focus', seen],
		[window, 'pageshow', seen],
		[document, 'visibilitychange', turned],
	];
	for (const [target, name, heard] of told) target.addEventListener(name, heard);
	const clock = setInterval(() => minute(document.visibilityState === 'visible'), EVERY);
	return () => {
		for (const [target, name, heard] of told) target.removeEventListener(name, heard);
		clearInterval(clock);
	};
}
