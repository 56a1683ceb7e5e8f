/** The four true states of a word: on this device, on the server, readable by the teacher, answered. */
import { childId, scopeOwner, scopeType } from './ids';
import { type Row, view } from './view';

export type ReceiptState = 'device' | 'server' | 'teacher' | 'answered';

/** Where one row is. "On the server" only after the durable answer for every change in it. */
export function receiptOf(row: Pick<Row, 'scope' | 'pending'>): ReceiptState {
	if (row.pending) return 'device';
	if (scopeType(row.scope) !== 'walkthrough') return 'server';
	const feedback = view.get('feedback', childId(scopeOwner(row.scope), 'feedback'));
	if (!feedback?.shared || feedback.pending) return 'server';
	const answers = view.all('response', { scope: row.scope });
	return answers.some((answer) => answer.answer && !answer.pending) ? 'answered' : 'teacher';
}

/** Where a whole visit is: as far as the part of it that has come least far. */
export function receiptOfScope(scope: string): ReceiptState {
	const kinds = ['walkthrough', 'evidence_note', 'note_tag', 'strength', 'strength_note', 'feedback', 'visited'] as const;
	const rows = kinds.flatMap((kind) => view.all(kind, { scope }));
	return receiptOf({ scope, pending: rows.some((row) => row.pending) });
}
