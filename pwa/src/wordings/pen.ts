// Who wrote a wording, and when by their own clock: said, never compared.
import type { Row } from '../db/view';
import { view } from '../db/view';
import { dayAndTime, m } from '../i18n';
import type { MutationId } from '../sync/wire';
import { NAMELESS } from './fields';
import { isMe, nameIn } from './place';

export interface Pen {
	by: string;
	at: string;
	mutation: MutationId;
}

/** "You, on another device · Mar 5, 10:03 AM" */
export function penWords(row: Row, pen: Pen): string {
	return [penName(row, pen), dayAndTime(pen.at)].filter(Boolean).join(' · ');
}

function penName(row: Row, { by, mutation }: Pen): string {
	if (isMe(row, by)) return writtenHere(mutation) ? m.wordings_you_here() : m.wordings_you_elsewhere();
	if (NAMELESS.includes(row.kind)) return '';
	return nameIn(row.scope, by) ?? m.wordings_somebody();
}

/** This device sent it, or has not sent it yet. */
function writtenHere(mutation: MutationId): boolean {
	const { outbox, answered } = view.queues;
	return [...outbox, ...answered].some((one) => one.mutation.id === mutation);
}
