/** The one open line on which the server says that something changed: the clocks, and nothing else. */
export class Word {
	#line: EventSource | undefined;
	#heard: (clocks: Record<string, number>) => unknown;
	#missed: () => unknown;

	/** `heard`: where the schools' clocks stand. `missed`: the line was down, so something may have been said meanwhile. */
	constructor(heard: (clocks: Record<string, number>) => unknown, missed: () => unknown) {
		this.#heard = heard;
		this.#missed = missed;
	}

	listen(): void {
		if (this.#line && this.#line.readyState !== EventSource.CLOSED) return;
		const line = (this.#line = new EventSource('/api/sync/events'));
		let down = false;
		line.addEventListener('error', () => (down = true));
		line.addEventListener('open', () => {
			if (down) this.#missed();
			down = false;
		});
		line.addEventListener('clock', (event) => this.#heard(JSON.parse((event as MessageEvent<string>).data) as Record<string, number>));
	}

	close(): void {
		this.#line?.close();
		this.#line = undefined;
	}
}
