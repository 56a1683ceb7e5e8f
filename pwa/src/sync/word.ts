/**
 * The one open line on which the server says that something changed: the clocks, and nothing else. While it
 * lives nobody asks every minute. A line that breaks, or is silent for longer than the server ever is, is opened
 * anew, later each time and never by all devices at once; so a server that starts again is not stormed.
 *
 * Of several tabs one has the line, where the browser can tell: what it fetches the others see in the store.
 */
const BACK_OFF = [2_000, 5_000, 15_000, 40_000, 120_000, 300_000];

/** The server gives a sign of life every 25 s: two that fail to come, and the line is dead, whatever the browser thinks. */
export const SILENCE = 60_000;

export class Word {
	#name: string;
	#heard: (clocks: Record<string, number>) => unknown;
	#missed: () => unknown;
	#line: EventSource | undefined;
	#retry: ReturnType<typeof setTimeout> | undefined;
	#silence: ReturnType<typeof setTimeout> | undefined;
	#failures = 0;
	#down = false;
	#turn: AbortController | undefined;

	/** `heard`: where the schools' clocks stand. `missed`: the line was down, so something may have been said meanwhile. */
	constructor(account: string, heard: (clocks: Record<string, number>) => unknown, missed: () => unknown) {
		this.#name = `brightwalk-word-${account}`;
		this.#heard = heard;
		this.#missed = missed;
	}

	/** Whether what changes is told by itself just now. */
	get alive(): boolean {
		return this.#line?.readyState === EventSource.OPEN;
	}

	/** Open the line when this tab's turn comes; if it broke, now: the server has just been reached. */
	listen(): void {
		if (this.#turn) {
			if (this.#retry !== undefined) this.#open();
			return;
		}
		const turn = (this.#turn = new AbortController());
		if (!navigator.locks) return this.#open();
		const mine = () => new Promise<void>((over) => {
			turn.signal.addEventListener('abort', () => over());
			this.#open();
		});
		navigator.locks.request(this.#name, { signal: turn.signal }, mine).catch(() => undefined); // closed while it waited
	}

	close(): void {
		this.#turn?.abort();
		this.#turn = undefined;
		this.#hangUp();
	}

	#open(): void {
		this.#hangUp();
		const line = (this.#line = new EventSource('/api/sync/events'));
		line.addEventListener('error', () => this.#broken());
		line.addEventListener('open', () => {
			this.#failures = 0;
			this.#lives();
			if (this.#down) this.#missed();
			this.#down = false;
		});
		line.addEventListener('here', () => this.#lives());
		line.addEventListener('clock', (event) => {
			this.#lives();
			this.#heard(JSON.parse((event as MessageEvent<string>).data) as Record<string, number>);
		});
		this.#lives();
	}

	#lives(): void {
		clearTimeout(this.#silence);
		this.#silence = setTimeout(() => this.#broken(), SILENCE);
	}

	#broken(): void {
		this.#hangUp();
		this.#down = true;
		const step = BACK_OFF[Math.min(this.#failures++, BACK_OFF.length - 1)] as number;
		this.#retry = setTimeout(() => this.#open(), step * (0.5 + Math.random() / 2));
	}

	#hangUp(): void {
		clearTimeout(this.#retry);
		clearTimeout(this.#silence);
		this.#retry = undefined;
		this.#line?.close();
		this.#line = undefined;
	}
}
