// What everybody at the school may do about a draft: say something, and say that they shaped it.
import { act, put, remove } from '../db/act';
import { childId, newId } from '../db/ids';
import { type Row, view } from '../db/view';

export const commentsOn = (draft: Row<'protocol_draft'>): Row<'draft_comment'>[] => view.all('draft_comment', { scope: draft.scope, draftId: draft.id });

export const nameOf = (person: string | null): string => view.get('person', person)?.name ?? '';

export const shapersOf = (draft: Row<'protocol_draft'>): string[] => view.all('draft_shaped', { scope: draft.scope, draftId: draft.id }).flatMap(({ personId }) => personId ?? []);

/** Those who shaped the draft that became this protocol, by name, as far as this reader may know them. */
export function shapersOfProtocol(school: string, protocol: string): string[] {
	const drafts = view.all('protocol_draft', { scope: `staff:${school}`, protocolId: protocol });
	return [...new Set(drafts.flatMap(shapersOf))].map(nameOf).filter(Boolean);
}

/** Answers the comment's id, for taking it back. */
export async function comment(school: string, draft: Row<'protocol_draft'>, text: string): Promise<string> {
	const id = newId();
	await act(school, 'comment_on_draft', [put('draft_comment', id, draft.scope, { draftId: draft.id, personId: view.personIn(school), text })]);
	return id;
}

export const takeAway = (school: string, draft: Row<'protocol_draft'>, id: string): Promise<string> =>
	act(school, 'take_comment_away', [remove('draft_comment', id, draft.scope)]);

export async function setShaped(school: string, draft: Row<'protocol_draft'>, on: boolean): Promise<void> {
	const person = view.personIn(school);
	const id = childId(draft.id, person);
	if (on) await act(school, 'shape_draft', [put('draft_shaped', id, draft.scope, { draftId: draft.id, personId: person })]);
	else await act(school, 'step_back_from_draft', [remove('draft_shaped', id, draft.scope)]);
}
