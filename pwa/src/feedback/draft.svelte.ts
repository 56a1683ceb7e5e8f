/** One feedback while its observer drafts it: strengths, what they rest on, the question, and the sharing. */
import { act, put, remove } from '../db/act';
import { Autosave } from '../db/autosave.svelte';
import { childId } from '../db/ids';
import { type Row, view } from '../db/view';
import { removeStrength } from '../walkthroughs/removing';
import { allNotesOf } from '../walkthroughs/together/along';
import { type Note, schoolOf, visitScope } from '../walkthroughs/visit';
import { Writing } from '../walkthroughs/writing.svelte';
import { isBlankStrength, sharedProblemWithout } from './drafting';
import { type Rests, type SharingProblem, sharingProblem } from './rules';

export type Strength = Row<'strength'>;

export class Draft {
	readonly visit: Row<'walkthrough'>;
	readonly scope: string;
	readonly school: string;
	readonly id: string;
	/** What the strengths are written with; they may hold words which are not on the disk yet. */
	#pens = new Map<string, Writing>();
	/** Evidence that came before words: once shared, a strength is never without. */
	#firstNotes = new Map<string, string>();
	#question: Autosave | undefined;

	constructor(visit: Row<'walkthrough'>) {
		this.visit = visit;
		this.scope = visitScope(visit.id);
		this.school = schoolOf(visit);
		this.id = childId(visit.id, 'feedback');
	}

	get feedback(): Row<'feedback'> | undefined {
		return view.get('feedback', this.id);
	}

	get shared(): boolean {
		return this.feedback?.shared ?? false;
	}

	get notes(): Note[] {
		return allNotesOf(this.visit);
	}

	get strengths(): Strength[] {
		return view.all('strength', { scope: this.scope }).sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
	}

	get links(): Rests[] {
		return view.all('strength_note', { scope: this.scope }).map(({ strengthId, noteId }) => ({ strength: strengthId ?? '', note: noteId ?? '' }));
	}

	/** The notes under a strength, as they were seen. */
	notesUnder(strength: string): Note[] {
		const under = new Set(this.links.filter((link) => link.strength === strength).map(({ note }) => note));
		return this.notes.filter(({ id }) => under.has(id));
	}

	/** What the visited teachers have said back. */
	get answers(): Row<'response'>[] {
		return view.all('response', { scope: this.scope }).filter(({ answer }) => answer);
	}

	/** What still keeps it from being shared; a strength without any words is not one yet. */
	get problem(): SharingProblem | null {
		const wordings = (row: { heads: Row['heads'] }, field: string) => (row.heads[field] ?? []).map(({ value }) => String(value ?? ''));
		const said = this.strengths.filter((one) => !isBlankStrength(one.id, one.text, this.links));
		const question = this.feedback ? wordings(this.feedback, 'question').filter(Boolean) : [];
		return sharingProblem(
			said.map((one) => ({ id: one.id, wordings: wordings(one, 'text') })),
			this.links,
			this.notes.map(({ id }) => id),
			question,
		);
	}

	/** Whether shared feedback would lose its footing by this: then it is not done (server/feedback/sharing.py). */
	wouldUnground(without: { strength?: string; note?: string }): boolean {
		const strengths = this.strengths.map(({ id }) => id);
		return this.shared && sharedProblemWithout(strengths, this.links, this.notes.map(({ id }) => id), without) !== null;
	}

	/** What a strength is written with: its first word names it. */
	pen(id: string): Writing {
		const pen = this.#pens.get(id) ?? this.#newPen(id);
		this.#pens.set(id, pen);
		return pen;
	}

	/** What the question is written with. */
	get question(): Autosave {
		const target = { school: this.school, verb: 'ask_growth_question', kind: 'feedback', id: this.id, scope: this.scope, field: 'question' } as const;
		return (this.#question ??= new Autosave(target, this.feedback?.question));
	}

	/** One wording out of two was chosen: the next words follow that one. */
	newPen(id: string): Writing {
		this.#pens.delete(id);
		return this.pen(id);
	}

	newQuestion(): Autosave {
		this.#question = undefined;
		return this.question;
	}

	/** Everything typed so far to the disk, now. */
	async flush(): Promise<void> {
		for (const pen of this.#pens.values()) await pen.flush();
		await this.#question?.flush();
	}

	/** Put a note under a strength; one that is not there yet is made with it, in one step. */
	async rest(strength: string, note: string): Promise<void> {
		this.#firstNotes.set(strength, note);
		await this.pen(strength).begin();
		if (this.links.some((link) => link.strength === strength && link.note === note)) return;
		await act(this.school, 'rest_strength_on_note', [this.#link(strength, note)]);
	}

	lift = (strength: string, note: string): Promise<string> =>
		act(this.school, 'lift_strength_from_note', [remove('strength_note', childId(strength, note), this.scope)]);

	/** Take a strength away; what comes back names it anew, with what it rested on. */
	drop(strength: Strength): Promise<() => Promise<unknown>> {
		const notes = this.links.filter((link) => link.strength === strength.id).map(({ note }) => note);
		return removeStrength(this.school, strength, notes);
	}

	/** Everything typed to the disk, strengths without a word away, and then it is theirs. */
	async share(): Promise<SharingProblem | null> {
		await this.flush();
		for (const one of this.strengths.filter(({ id, text }) => isBlankStrength(id, text, this.links))) await this.drop(one);
		if (this.problem) return this.problem;
		await act(this.school, 'share_feedback', [put('feedback', this.id, this.scope, { shared: true, sharedAt: new Date().toISOString() })]);
		return null;
	}

	/** Changes to what is shared are done: a strength that never got a word goes again. */
	async settle(): Promise<void> {
		await this.flush();
		for (const one of this.strengths.filter(({ id, text }) => !text?.trim() && !this.wouldUnground({ strength: id }))) await this.drop(one);
	}

	withdraw = (): Promise<string> => act(this.school, 'withdraw_share', [put('feedback', this.id, this.scope, { shared: false, sharedAt: null })]);

	#link(strength: string, note: string): ReturnType<typeof put> {
		return put('strength_note', childId(strength, note), this.scope, { strengthId: strength, noteId: note });
	}

	#newPen(id: string): Writing {
		const target = { school: this.school, verb: 'reword_strength', kind: 'strength', id, scope: this.scope, field: 'text' } as const;
		const made = this.strengths.find((one) => one.id === id);
		const name = async (text: string) => {
			const position = 1 + Math.max(-1, ...this.strengths.map((one) => one.position ?? 0));
			const note = this.#firstNotes.get(id);
			await act(this.school, 'name_strength', [put('strength', id, this.scope, { text, position }), ...(note ? [this.#link(id, note)] : [])]);
			return target;
		};
		return new Writing(name, made && { target, text: made.text ?? '' });
	}
}
