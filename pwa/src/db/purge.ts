/**
 * Words taken back for good: a student's name that should not have been written. The text takes the place of what was on
 * the screen, and every earlier wording of that field is forgotten: here at once, on the server and on every other
 * device at its next sync (`server/sync/README.md`, "A purge").
 */
import type { Kinds } from '../api/kinds';
import { PURGE } from '../sync/purge';
import type { MutationId } from '../sync/wire';
import { act, put } from './act';
import { onScreen } from './row';
import { view } from './view';

/** The texts that can be taken back, by the person who wrote them. */
export interface Purgeable {
	evidence_note: 'text';
	strength: 'text';
	feedback: 'question';
	response: 'text';
}

/** A text of a row; a `Row` of `view` fits. */
interface Place<K extends keyof Purgeable> { kind: K; id: string; scope: string }

/**
 * Do it; resolves with the mutation's id when the disk has it. `saw`: the mutations whose words were on the screen, if not
 * those that stand first now. A wording that nobody here has seen is not taken away: it stays beside the new text.
 */
export function purge<K extends keyof Purgeable>(school: string, row: Place<K>, field: Purgeable[K], text: string, saw?: readonly MutationId[]): Promise<MutationId> {
	const from = { [field]: [...(saw ?? onScreen(view.content(row.id), field))] };
	return act(school, PURGE, [put(row.kind, row.id, row.scope, { [field]: text } as Partial<Kinds[K]>, from)]);
}
