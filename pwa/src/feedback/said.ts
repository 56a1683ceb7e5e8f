// All that a teacher is about to read, each text with the way to change it.
import { act, put } from '../db/act';
import { purge } from '../db/purge';
import { view } from '../db/view';
import type { Pen } from '../lens/screen/listening.svelte';
import type { Draft } from './draft.svelte';

/** The notes of the visit, its strengths and its question. A text with two wordings waits for its author's choice. */
export function pensOf(draft: Draft): Pen[] {
	const notes = draft.notes.filter(({ conflicts }) => !conflicts.includes('text')).map(({ id }) => noteOf(draft, id));
	const strengths = draft.strengths.filter(({ conflicts }) => !conflicts.includes('text')).map(({ id }) => strengthOf(draft, id));
	return [...notes, ...strengths, ...(draft.feedback?.conflicts.includes('question') ? [] : [questionOf(draft)])].filter((pen) => pen.read() !== '');
}

function noteOf({ scope, school }: Draft, id: string): Pen {
	const write = (text: string) => act(school, 'reword_evidence_note', [put('evidence_note', id, scope, { text })]);
	const forget = (text: string) => purge(school, { kind: 'evidence_note', id, scope }, 'text', text);
	return { of: id, read: () => view.get('evidence_note', id)?.text ?? '', write, purge: forget };
}

function strengthOf(draft: Draft, id: string): Pen {
	return { of: id, read: () => draft.pen(id).text, write: (text) => draft.pen(id).type(text), purge: (text) => draft.pen(id).purge(text) };
}

function questionOf({ id, question }: Draft): Pen {
	return { of: id, read: () => question.text, write: (text) => question.type(text), purge: (text) => question.purge(text) };
}
