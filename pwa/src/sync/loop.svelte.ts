/**
 * Sends and fetches whenever it may (steps 2, 9 and 10). Each turn starts from what the store holds: no flag
 * "in flight" survives a reload, and two tabs take turns by a Web Lock where the browser has it. Nothing a
 * person does waits for this.
 */
import { type Problem, postJson } from '../api/http';
import type { Store } from '../db/store';
import { Contact } from './contact.svelte';
import { MUTATIONS, offer, receive, restart, setAside } from './core';
import type { ProblemNote, SyncAnswer, SyncRequest } from './wire';

/** `away`: no server within reach. The others need a person: to sign in, to update, to ask the school. */
export type Reach = 'starting' | 'sending' | 'in_step' | 'away' | 'signed_out' | 'closed' | 'update';

const SOON = 700;
const EVERY = 60_000;
const PATIENCE = 20_000;
const BACK_OFF = [2_000, 5_000, 15_000, 40_000, 120_000, 300_000];

export class Loop {
	reach = $state<Reach>('starting');
	/** What the last try met, when it met something. */
	trouble = $state.raw<Problem>();
	#nextTimer = $state(0);
	#lastMinute = $state(Date.now());
	#contact: Contact;
	#store: Store;
	#build: number;
	#most = MUTATIONS;
	#suspect: { id: string; note: ProblemNote } | undefined;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#running: Promise<void> | undefined;
	#again = false;
	#events: EventSource | undefined;
	#stops: (() => void)[] = [];

	constructor(store: Store, build: number) {
		this.#store = store;
		this.#contact = new Contact(store);
		this.#build = build;
	}

	/** Begin, and go on at every good moment: focus, network, a word from the server, and once a minute. */
	start(): void {
		const wake = () => void this.now();
		const seen = () => document.visibilityState === 'visible' && wake();
		listen(window, 'online', wake, this.#stops);
		listen(window, 'focus', wake, this.#stops);
		listen(document, 'visibilitychange', seen, this.#stops);
		const minute = setInterval(() => {
			this.#lastMinute = Date.now();
			seen();
		}, EVERY);
		this.#stops.push(() => clearInterval(minute), () => clearTimeout(this.#timer), () => this.#events?.close());
		wake();
	}

	stop(): void {
		for (const stop of this.#stops.splice(0)) stop();
	}

	get lastInStep(): string | undefined {
		return this.#contact.last;
	}

	/** When it tries again by itself, in ms since 1970, while somebody looks at the page. */
	get nextTry(): number {
		const minute = this.#lastMinute + EVERY;
		return this.#nextTimer > Date.now() ? Math.min(this.#nextTimer, minute) : minute;
	}

	/** Something was saved: send it in a moment, together with what follows it. */
	soon(): void {
		this.#later(SOON);
	}

	/** Send and fetch now. Resolves when in step, or when that is not possible at present. */
	async now(): Promise<void> {
		this.#again = true;
		this.#running ??= this.#turns().finally(() => (this.#running = undefined));
		return this.#running;
	}

	async #turns(): Promise<void> {
		while (this.#again) {
			this.#again = false;
			clearTimeout(this.#timer);
			await this.#alone(() => this.#untilInStep());
		}
	}

	/** One tab at a time where the browser can tell; without it the protocol itself keeps two tabs right. */
	async #alone(work: () => Promise<void>): Promise<void> {
		if (!navigator.locks) return work();
		await navigator.locks.request(`brightwalk-sync-${this.#store.holding.account}`, { ifAvailable: true }, async (lock) => {
			if (lock) await work();
			else this.#later(EVERY / 20);
		});
	}

	async #untilInStep(): Promise<void> {
		if (this.reach !== 'in_step') this.reach = 'sending';
		for (let more = true; more; ) more = await this.#exchange();
	}

	async #exchange(): Promise<boolean> {
		let request: SyncRequest | undefined;
		await this.#store.commit((holding) => {
			const offered = offer(holding, this.#build, this.#most);
			request = offered.request;
			return offered.change;
		});
		const sent = request as SyncRequest;
		const answered = await postJson<SyncAnswer>('/api/sync', sent, { timeoutMs: PATIENCE });
		return answered.ok ? this.#take(sent, answered.value) : this.#refused(sent, answered.problem);
	}

	async #take(request: SyncRequest, answer: SyncAnswer): Promise<boolean> {
		if (answer.account !== this.#store.holding.account) return this.#need('signed_out');
		const now = new Date(Date.now()).toISOString();
		const taken = await this.#store.commit((holding) => receive(holding, request, answer, now));
		this.#failures = 0;
		this.trouble = undefined;
		const suspect = this.#most === 0 ? this.#suspect : undefined;
		this.#most = MUTATIONS;
		if (suspect) await this.#store.commit((holding) => setAside(holding, suspect.id, suspect.note, now));
		if (answer.deviceState === 'closed') return this.#need('closed');
		const { outbox, behind } = this.#store.holding;
		if (taken === 'stale' || answer.more || outbox.length > 0 || Object.keys(behind).length > 0) return true;
		this.reach = 'in_step';
		this.#contact.made(now);
		this.#listen();
		return false;
	}

	async #refused(request: SyncRequest, problem: Problem): Promise<boolean> {
		if (problem.name === 'timeline') {
			const same = JSON.stringify(request.asof);
			await this.#store.commit((holding) => (JSON.stringify(holding.asof) === same ? restart(holding) : 'stale'));
			return true;
		}
		if ([400, 413, 422].includes(problem.status) && request.mutations.length > 0) return this.#halve(request, problem);
		this.trouble = problem;
		if (problem.name === 'wrong_account' || problem.status === 401) return this.#need('signed_out');
		if (problem.name === 'device_closed') return this.#need('closed');
		if (problem.status === 426) return this.#need('update');
		this.reach = 'away';
		const wait = BACK_OFF[Math.min(this.#failures++, BACK_OFF.length - 1)] ?? EVERY;
		this.#later(wait * (0.5 + Math.random() / 2));
		return false;
	}

	/** Something in the request cannot be read: find it by halves, and set it aside once a request without it is fine. */
	#halve({ mutations: [first, ...others] }: SyncRequest, problem: Problem): boolean {
		if (others.length > 0 || this.#most > 0) {
			this.#most = others.length > 0 ? Math.ceil((others.length + 1) / 2) : 0;
			this.#suspect = { id: first?.id ?? '', note: { number: problem.number, name: problem.name, sentence: problem.detail } };
		}
		return true;
	}

	#need(reach: Reach): false {
		this.reach = reach;
		this.#events?.close();
		this.#events = undefined;
		return false;
	}

	#listen(): void {
		if (this.#events && this.#events.readyState !== EventSource.CLOSED) return;
		this.#events = new EventSource('/api/sync/events');
		let missed = false; // what was said while the line was down is asked for as soon as it is up again
		this.#events.addEventListener('error', () => (missed = true));
		this.#events.addEventListener('open', () => {
			if (missed) void this.now();
			missed = false;
		});
		this.#events.addEventListener('clock', (event) => this.#told(JSON.parse((event as MessageEvent<string>).data) as Record<string, number>));
	}

	#told(clocks: Record<string, number>): void {
		const { asof } = this.#store.holding;
		if (Object.entries(clocks).some(([school, clock]) => clock > (asof?.[school]?.clock ?? 0))) void this.now();
	}

	#later(wait: number): void {
		clearTimeout(this.#timer);
		this.#nextTimer = Date.now() + wait;
		this.#timer = setTimeout(() => void this.now(), wait);
	}
}

function listen(target: EventTarget, name: string, heard: () => void, stops: (() => void)[]): void {
	target.addEventListener(name, heard);
	stops.push(() => target.removeEventListener(name, heard));
}
