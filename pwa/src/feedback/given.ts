// Feedback as the teacher who was visited reads it, and the answer. Everything in the visit is there: nothing is hidden.
import { act, put } from '../db/act';
import { childId, scopeOf, scopeOwner } from '../db/ids';
import { purge } from '../db/purge';
import { type Row, view } from '../db/view';
import { byBeginning } from '../walkthroughs/capturing';

export type Answer = NonNullable<Row<'response'>['answer']>;
export const ANSWERS: readonly Answer[] = ['fits', 'context', 'wonder', 'come_back', 'differently'];

export interface Given {
	id: string;
	scope: string;
	visit: Row<'walkthrough'>;
	feedback: Row<'feedback'>;
	observer: string;
	response: Row<'response'> | undefined;
}

export interface Rested {
	strength: Row<'strength'>;
	notes: Row<'evidence_note'>[];
}

/** The feedback that has been shared with me, newest first. */
export function givenToMe(): Given[] {
	const scopes = view.scopes('walkthrough').filter((scope) => view.roleIn(scope) === 'teacher');
	const found = scopes.flatMap((scope) => givenIn(scopeOwner(scope)) ?? []);
	return found.sort((a, b) => (b.feedback.sharedAt ?? '').localeCompare(a.feedback.sharedAt ?? ''));
}

/** One visit's feedback, once it is on this device and shared. */
export function givenIn(id: string): Given | undefined {
	const scope = scopeOf('walkthrough', id);
	const visit = view.get('walkthrough', id);
	const feedback = view.get('feedback', childId(id, 'feedback'));
	if (!visit || !feedback?.shared) return undefined;
	const response = view.get('response', childId(id, 'response', meIn(scope)));
	return { id, scope, visit, feedback, observer: view.get('person', visit.observerId)?.name ?? '', response };
}

/** Each strength with the evidence that it rests on. */
export function strengthsOf(scope: string): Rested[] {
	const links = view.all('strength_note', { scope });
	const strengths = view.all('strength', { scope }).sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
	return strengths.map((strength) => {
		const resting = new Set(links.filter((link) => link.strengthId === strength.id).map((link) => link.noteId));
		return { strength, notes: notesOf(scope).filter((note) => resting.has(note.id)) };
	});
}

/** What was seen, by all who watched together, in the order in which it was. */
export function notesOf(scope: string): Row<'evidence_note'>[] {
	const along = view.all('companion', { scope }).map(({ walkthroughId }) => scopeOf('walkthrough', walkthroughId ?? ''));
	return byBeginning([scope, ...along].flatMap((one) => view.all('evidence_note', { scope: one })));
}

/** The person that I am in a visit: the one who was visited. */
export function meIn(scope: string): string {
	const mine = new Set(view.schools.map(({ id }) => id));
	const visited = view.all('visited', { scope }).find((one) => one.personId && mine.has(one.personId))?.personId;
	return visited ?? (mine.size === 1 ? [...mine].join('') : ''); // who watched along may not have known that I was there
}

const schoolOf = (scope: string): string => view.schools.find(({ id }) => id === meIn(scope))?.school ?? '';

/**
 * Answer, or change the answer. The observer reads it as soon as there is signal. `forget`: what the answer said before
 * told who a student is, and is forgotten for good.
 */
export async function answer(scope: string, stance: Answer, text: string, forget = false): Promise<void> {
	const teacherId = meIn(scope);
	const id = childId(scopeOwner(scope), 'response', teacherId);
	const said = { teacherId, answer: stance, text: text.trim() || null, answeredAt: new Date().toISOString() };
	await act(schoolOf(scope), 'answer_feedback', [put('response', id, scope, said)]);
	if (forget) await purge(schoolOf(scope), { kind: 'response', id, scope }, 'text', said.text ?? '');
}

/** Whether I have said that teams may read this note, without names. */
export function mayQuote(note: Row<'evidence_note'>): boolean {
	const consent = consentOn(note);
	return consent?.yes === true && !consent.conflicts.includes('yes'); // a yes beside a no is none
}

export const consentOn = (note: Row<'evidence_note'>): Row<'consent'> | undefined => view.get('consent', childId(note.id, 'consent', meIn(note.scope)));

/** Say so, or take it back. */
export function allowQuote(note: Row<'evidence_note'>, yes: boolean): Promise<string> {
	const teacherId = meIn(note.scope);
	const consent = put('consent', childId(note.id, 'consent', teacherId), note.scope, { noteId: note.id, teacherId, yes });
	return act(schoolOf(note.scope), 'allow_quote', [consent]);
}
