/**
 * The note that is being written, under the thumb. The first key or the first chip makes it, with that moment as
 * its beginning. After a killed tab the newest note goes on where it was written, unless it is known to be done: a
 * browser writes `localStorage` down some seconds late, so it may forget that a note was done, but never a word.
 */
import { goPast, newId, scopeOwner } from '../db/ids';
import { type Row, view } from '../db/view';
import { goesOn, isEmptyNote, tapMeans } from './capturing';
import { pieces } from './lengths';
import { holdsParts } from './media/parts';
import { type Note, addNote, dropNote, notesOf, schoolOf, tagNote, tagsOf, untagNote, visitScope } from './visit';
import { Writing } from './writing.svelte';

interface Open {
	id: string;
	begun: Date;
	writing: Writing;
}

export class Composer {
	readonly scope: string;
	#school: string;
	#memory: string;
	#open = $state.raw<Open>();
	#leaving = $state.raw<readonly string[]>([]);

	constructor(visit: Row<'walkthrough'>) {
		this.scope = visitScope(visit.id);
		this.#school = schoolOf(visit);
		this.#memory = `brightwalk.done.${visit.id}`;
		const done = localStorage.getItem(this.#memory);
		const newest = notesOf(visit.id).at(-1);
		if (!visit.finishedAt && newest && !holdsParts(newest) && goesOn(newest, { done, writtenHere: done !== null }, Date.now())) this.#open = this.#goOn(newest);
	}

	/** The open note, if something was begun. */
	get note(): string | undefined {
		return this.#open?.id;
	}

	/** Whether a note is still in hand: being written, or on its way to the disk with its last words. */
	holds(note: string): boolean {
		return this.#open?.id === note || this.#leaving.includes(note);
	}

	get text(): string {
		return this.#open?.writing.text ?? '';
	}

	get lookFors(): string[] {
		return this.#open ? tagsOf({ id: this.#open.id, scope: this.scope }) : [];
	}

	get state(): Writing['state'] {
		return this.#open?.writing.state ?? 'saved';
	}

	/** Answers how many notes hold it: more than one if it is longer than a note may be. */
	type(text: string): number {
		if (!this.#open && text.trim() === '') return 0;
		const parts = this.state === 'failed' ? [text] : pieces(text); // what the disk has not taken stays in sight, whole
		for (const [at, part] of parts.entries()) {
			if (at > 0) void this.next();
			this.#open ??= this.#begin([]);
			this.#open.writing.type(part);
		}
		return parts.length;
	}

	/** Other words in this note, and those of before are forgotten for good. */
	purge(text: string): Promise<void> | undefined {
		return this.#open?.writing.purge(text);
	}

	/** A look-for was tapped: see `tapMeans`. */
	async tap(lookFor: string): Promise<void> {
		const open = this.#open;
		const means = tapMeans(lookFor, open && { begunAt: open.begun.toISOString(), text: open.writing.text, lookFors: this.lookFors }, Date.now());
		if (!open || means === 'begin') {
			void this.next();
			this.#open = this.#begin([lookFor]);
			return this.#open.writing.begin();
		}
		await open.writing.begin();
		await (means === 'tag' ? tagNote : untagNote)(this.#school, { id: open.id, scope: this.scope }, lookFor);
		if (open === this.#open && isEmptyNote(this.text, this.lookFors)) await this.next();
	}

	/** This note is done: it joins the others, and the field is free at once. Says whether there was one. */
	async next(): Promise<boolean> {
		const open = this.#open;
		if (!open || open.writing.state === 'failed') return false; // what the disk has not taken stays in sight
		this.#open = undefined;
		localStorage.setItem(this.#memory, open.id);
		this.#leaving = [...this.#leaving, open.id];
		await open.writing.flush();
		this.#leaving = this.#leaving.filter((id) => id !== open.id);
		if (this.#failedMeanwhile(open)) {
			this.#open ??= open;
			return false;
		}
		const row = view.get('evidence_note', open.id);
		const empty = isEmptyNote(open.writing.text, tagsOf({ id: open.id, scope: this.scope })) && !holdsParts({ id: open.id, scope: this.scope });
		if (row && empty) await dropNote(this.#school, row);
		return !empty;
	}

	/** Everything typed so far to the disk, now. */
	async flush(): Promise<void> {
		await this.#open?.writing.flush();
	}

	#failedMeanwhile({ writing }: Open): boolean {
		return writing.state === 'failed';
	}

	#begin(lookFors: string[]): Open {
		goPast(notesOf(scopeOwner(this.scope)).at(-1)?.id); // another device of hers may be ahead
		const [id, begun] = [newId(), new Date()];
		const make = async (text: string) => {
			await addNote(this.#school, this.scope, { id, text, begun, lookFors });
			if (localStorage.getItem(this.#memory) === null) localStorage.setItem(this.#memory, ''); // written here, nothing done yet
			return this.#target(id);
		};
		return { id, begun, writing: new Writing(make) };
	}

	#goOn(note: Note): Open {
		const target = this.#target(note.id);
		const writing = new Writing(() => Promise.resolve(target), { target, text: note.text ?? '' });
		return { id: note.id, begun: new Date(note.begunAt ?? Date.now()), writing };
	}

	#target(id: string) {
		return { school: this.#school, verb: 'reword_evidence_note', kind: 'evidence_note', id, scope: this.scope, field: 'text' } as const;
	}
}
