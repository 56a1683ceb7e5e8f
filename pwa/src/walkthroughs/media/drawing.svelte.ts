/**
 * A sketch in hand: every stroke is on the disk as soon as the pen is lifted. Its note and itself come into being with the
 * first stroke (or the first word about it), with the moment at which the paper was taken.
 */
import { act, put, remove } from '../../db/act';
import { newId } from '../../db/ids';
import { view } from '../../db/view';
import { Writing } from '../writing.svelte';
import { offsetOf } from '../visit';
import { type Point, decode, encode, passes, strokesOf } from './ink';
import { sawOf } from './parts';

export interface Line {
	id: string;
	points: Point[];
}
type Done = { drew: string[] } | { erased: Line[] };

/** What a finger meets, in units of the paper. */
const REACH = 22;

export class Drawing {
	readonly id: string;
	readonly words: Writing;
	failed = $state(false);
	/** Steps that the disk has not taken yet. */
	#open = $state(0);
	#school: string;
	#scope: string;
	#note: string;
	#begun = new Date();
	#paper = $state<'blank' | 'seats'>('blank');
	#made = $state(false);
	/** On their way to the disk: shown at once. */
	#coming = $state.raw<readonly Line[]>([]);
	#going = $state.raw<ReadonlySet<string>>(new Set());
	#done = $state.raw<readonly Done[]>([]);
	#queue: Promise<unknown> = Promise.resolve();
	#known = new Map<string, Point[]>();

	constructor(school: string, scope: string, sketch?: string) {
		[this.#school, this.#scope] = [school, scope];
		const row = view.get('sketch', sketch);
		this.id = row?.id ?? newId();
		this.#note = row?.noteId ?? newId();
		this.#made = row !== undefined;
		this.#paper = row?.paper ?? 'blank';
		const target = { school, verb: 'change_sketch', kind: 'sketch', id: this.id, scope, field: 'described' } as const;
		this.words = new Writing(
			(text) => this.#inTurn(async () => {
				await this.#make([]);
				await act(school, 'change_sketch', [put('sketch', this.id, scope, { described: text })]);
			}).then(() => target),
			row && { target, text: row.described ?? '' },
		);
	}

	get lines(): Line[] {
		const kept = view.all('stroke', { scope: this.#scope, sketchId: this.id }).map(({ id, points }) => ({ id, points: this.#pointsOf(id, points ?? '') }));
		const here = new Set(kept.map(({ id }) => id));
		return [...kept, ...this.#coming.filter(({ id }) => !here.has(id))].filter(({ id }) => !this.#going.has(id));
	}

	get paper(): 'blank' | 'seats' {
		return this.#paper;
	}

	/** Whether everything on the screen is on the disk. */
	get isKept(): boolean {
		return this.#made && this.#open === 0 && !this.failed && this.words.state === 'saved';
	}

	get undoable(): boolean {
		return this.#done.length > 0;
	}

	/** Whether nothing is left of it: no line and no word. */
	get isEmpty(): boolean {
		return this.lines.length === 0 && this.words.text.trim() === '';
	}

	choosePaper(paper: 'blank' | 'seats'): void {
		this.#paper = paper;
		if (this.#made) void this.#inTurn(() => act(this.#school, 'change_sketch', [put('sketch', this.id, this.#scope, { paper })]));
	}

	/** The pen was lifted. */
	draw(drawn: readonly Point[]): void {
		const lines = strokesOf(drawn).map((points) => ({ id: newId(), points }));
		this.#coming = [...this.#coming, ...lines];
		this.#done = [...this.#done, { drew: lines.map(({ id }) => id) }];
		void this.#inTurn(() => this.#make(lines));
	}

	/** Whatever passes here goes, whole. */
	eraseAt(place: Pick<Point, 'x' | 'y'>): void {
		const met = this.lines.filter(({ points }) => passes(points, place, REACH));
		if (met.length === 0) return;
		this.#done = [...this.#done, { erased: met }];
		this.#erase(met.map(({ id }) => id));
	}

	undo(): void {
		const last = this.#done.at(-1);
		this.#done = this.#done.slice(0, -1);
		if (last && 'drew' in last) this.#erase(last.drew);
		else if (last) void this.#inTurn(() => this.#redraw(last.erased));
	}

	/** Everything to the disk. */
	async flush(): Promise<void> {
		await this.words.flush();
		await this.#queue;
	}

	#erase(ids: string[]): void {
		this.#going = new Set([...this.#going, ...ids]);
		this.#coming = this.#coming.filter(({ id }) => !ids.includes(id));
		void this.#inTurn(() => act(this.#school, 'erase_strokes', ids.map((id) => remove('stroke', id, this.#scope))));
	}

	async #redraw(lines: Line[]): Promise<void> {
		const ids = lines.map(({ id }) => id);
		await act(this.#school, 'redraw_strokes', lines.map((line) => this.#put(line, sawOf(line.id, ['sketchId', 'points']))));
		this.#going = new Set([...this.#going].filter((id) => !ids.includes(id)));
	}

	async #make(lines: Line[]): Promise<void> {
		const strokes = lines.map((line) => this.#put(line));
		if (this.#made) {
			if (strokes.length > 0) await act(this.#school, 'draw_strokes', strokes);
			return;
		}
		const begun = { text: '', begunAt: this.#begun.toISOString(), begunOffset: offsetOf(this.#begun) };
		const note = put('evidence_note', this.#note, this.#scope, begun);
		await act(this.#school, 'add_sketch', [note, put('sketch', this.id, this.#scope, { noteId: this.#note, paper: this.#paper }), ...strokes]);
		this.#made = true;
	}

	#put({ id, points }: Line, saw?: Record<string, string[]>) {
		return put('stroke', id, this.#scope, { sketchId: this.id, points: encode(points) }, saw);
	}

	/** One after the other: a stroke never comes before its sketch. */
	#inTurn<T>(step: () => Promise<T>): Promise<T> {
		this.#open += 1;
		const turn = this.#queue.then(step);
		const done = (failed: boolean) => {
			this.failed = failed;
			this.#open -= 1;
		};
		this.#queue = turn.then(
			() => done(false),
			() => done(true),
		);
		return turn;
	}

	#pointsOf(id: string, text: string): Point[] {
		const known = this.#known.get(id) ?? decode(text);
		this.#known.set(id, known);
		return known;
	}
}
