/**
 * Sends and fetches whenever it may (steps 2, 9 and 10). Each turn starts from what the store holds: no flag
 * "in flight" survives a reload, and two tabs take turns by a Web Lock where the browser has it. Nothing a
 * person does waits for this.
 */
import { FOREIGN_PAGE, OUR_FAULT, type Problem, postJson } from '../api/http';
import type { Store } from '../db/store';
import { Contact } from './contact.svelte';
import { offer, receive, restart, setAside } from './core';
import { Hunt } from './hunt';
import { EVERY, atGoodMoments } from './moments';
import { PATIENCE, Pacing, ROWS } from './pacing';
import { Word } from './word';
import { type SyncAnswer, type SyncRequest, isAnswer } from './wire';

/** `away`: no server within reach. The others need a person: to sign in, to update, to ask the school. */
export type Reach = 'starting' | 'sending' | 'in_step' | 'away' | 'signed_out' | 'closed' | 'update';

const SOON = 700;
/** Whoever writes without a pause is sent all the same. */
const AT_LATEST = 5_000;

export class Loop {
	reach = $state<Reach>('starting');
	/** What the last try met, when it met something. */
	trouble = $state.raw<Problem>();
	elsewhere = $state(false); // another tab has the line
	#nextTimer = $state(0);
	#lastMinute = $state(Date.now());
	#contact: Contact;
	#store: Store;
	#build: number;
	#hunt = new Hunt();
	#pacing = new Pacing();
	#askedAt: number | undefined;
	#stopped = false;
	#onClosed: (closing: 'seal' | 'erase') => void;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#running: Promise<void> | undefined;
	#again = false;
	#word: Word;
	#stops: (() => void)[] = [];

	constructor(store: Store, build: number, onClosed: (closing: 'seal' | 'erase') => void = () => undefined) {
		[this.#store, this.#build, this.#onClosed] = [store, build, onClosed];
		this.#contact = new Contact(store);
		this.#word = new Word(store.holding.account, (clocks) => this.#told(clocks), () => void this.now());
	}

	/** Begin, and go on at every good moment: focus, network, a word from the server, and once a minute while none can come. */
	start(): void {
		const wake = () => void (this.#pacing.peace > 0 || this.now());
		const stop = atGoodMoments({
			seen: wake,
			going: () => this.#store.holding.outbox.length > 0 && wake(),
			minute: () => (this.#lastMinute = Date.now()),
			told: () => this.#word.alive && this.reach === 'in_step' && this.#store.holding.outbox.length === 0,
		});
		this.#stops.push(stop, () => clearTimeout(this.#timer), () => this.#word.close());
		wake();
	}

	stop(): void {
		this.#stopped = true;
		for (const stop of this.#stops.splice(0)) stop();
	}

	get lastInStep(): string | undefined {
		return this.#contact.last;
	}

	/** When it tries again by itself, in ms since 1970. */
	get nextTry(): number {
		return Math.min(this.#nextTimer > Date.now() ? this.#nextTimer : Infinity, this.#lastMinute + EVERY);
	}

	/** Something was saved: send it in a moment, together with what follows it. `most`: the longest moment, in ms. */
	soon(most = SOON): void {
		this.#askedAt ??= performance.now();
		const wait = Math.min(most, Math.max(0, this.#askedAt + AT_LATEST - performance.now()));
		this.#later(Math.max(wait, this.#pacing.peace));
	}

	/** Send and fetch now. Resolves when in step, or when that is not possible at present. */
	async now(): Promise<void> {
		if (this.#stopped) return;
		this.#again = true;
		this.#askedAt = undefined;
		this.#running ??= this.#turns().finally(() => (this.#running = undefined));
		return this.#running;
	}

	async #turns(): Promise<void> {
		while (this.#again) {
			this.#again = false;
			clearTimeout(this.#timer);
			await this.#alone(() => this.#untilInStep()).catch((error: unknown) => this.#stumbled(error));
		}
	}

	/** One tab at a time where the browser can tell; without it the protocol itself keeps two tabs right. */
	async #alone(work: () => Promise<void>): Promise<void> {
		if (!navigator.locks) return work();
		await navigator.locks.request(`brightwalk-sync-${this.#store.holding.account}`, { ifAvailable: true }, async (lock) => {
			this.elsewhere = !lock;
			if (lock) await work();
			else this.#later(EVERY / 20);
		});
	}

	async #untilInStep(): Promise<void> {
		if (this.reach !== 'in_step') this.reach = 'sending';
		for (let more = true; more && !this.#stopped; ) more = await this.#exchange();
	}

	async #exchange(): Promise<boolean> {
		let request: SyncRequest | undefined;
		await this.#store.commit((holding) => {
			const offered = offer(holding, this.#build, Math.min(this.#hunt.most, this.#pacing.most));
			request = { ...offered.request, ...(this.#pacing.page < ROWS && { page: this.#pacing.page }) };
			return offered.change;
		});
		const sent = request as SyncRequest;
		const begun = performance.now();
		const answered = await postJson<unknown>('/api/sync', sent, { timeoutMs: PATIENCE });
		const took = performance.now() - begun;
		if (!answered.ok) return this.#refused(sent, answered.problem, took);
		if (!isAnswer(answered.value)) return this.#refused(sent, FOREIGN_PAGE, took);
		this.#pacing.answered(took);
		return this.#take(sent, answered.value);
	}

	async #take(request: SyncRequest, answer: SyncAnswer): Promise<boolean> {
		if (answer.account !== this.#store.holding.account) return this.#need('signed_out');
		const now = answer.now || new Date().toISOString(); // the server's clock: what is forgotten never hangs on a device's
		const taken = await this.#store.commit((holding) => receive(holding, request, answer, now), answer.purged);
		this.trouble = undefined;
		const suspect = this.#hunt.over();
		if (suspect) await this.#store.commit((holding) => setAside(holding, suspect.id, suspect.note, now));
		const { outbox, behind } = this.#store.holding;
		if (answer.deviceState === 'closed' && outbox.length === 0) this.#onClosed(answer.closing ?? 'seal');
		if (answer.deviceState === 'closed') return outbox.length > 0 || this.#need('closed');
		if (taken === 'stale' || answer.more || outbox.length > 0 || Object.keys(behind).length > 0) return true;
		this.reach = 'in_step';
		this.#contact.made(new Date().toISOString());
		if (!this.#stopped) this.#word.listen();
		return false;
	}

	async #refused(request: SyncRequest, problem: Problem, took: number): Promise<boolean> {
		if (problem.name === 'timeline') {
			const same = JSON.stringify(request.asof);
			await this.#store.commit((holding) => (JSON.stringify(holding.asof) === same ? restart(holding) : 'stale'));
			return true;
		}
		const many = request.mutations.length;
		const ours = problem.name !== 'unreachable' && problem.name !== FOREIGN_PAGE.name;
		if ([400, 413, 422].includes(problem.status) && (ours ? many > 0 : many > 1)) {
			this.#hunt.halve(request, problem);
			return true;
		}
		this.trouble = problem;
		if (problem.name === 'wrong_account' || (ours && problem.status === 401)) return this.#need('signed_out');
		if (problem.name === 'device_closed') return this.#need('closed');
		if (problem.status === 426) return this.#need('update');
		return this.#away(took, problem.retryAfter);
	}

	#away(took: number, retryAfter?: number): false {
		this.reach = 'away';
		this.#later(this.#pacing.failed(took, retryAfter));
		return false;
	}

	/** A fault of ours must not be the end of sending. */
	#stumbled(error: unknown): void {
		if (this.#stopped) return;
		globalThis.reportError?.(error);
		this.trouble = OUR_FAULT;
		this.#away(0);
	}

	#need(reach: Reach): false {
		this.reach = reach;
		this.#word.close();
		return false;
	}

	#told(clocks: Record<string, number>): void {
		const { asof } = this.#store.holding;
		if (Object.entries(clocks).some(([school, clock]) => clock > (asof?.[school]?.clock ?? 0))) void this.now();
	}

	#later(wait: number): void {
		clearTimeout(this.#timer);
		if (this.#stopped) return;
		this.#nextTimer = Date.now() + wait;
		this.#timer = setTimeout(() => void this.now(), wait);
	}
}
