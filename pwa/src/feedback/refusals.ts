// A share or its withdrawal that the server could not take: said where it was done, until it has been read.
import { view } from '../db/view';
import type { ProblemNote } from '../sync/wire';
import { here } from '../sync/here.svelte';

const SHARING = ['share_feedback', 'withdraw_share'];

export interface Refusal {
	id: string;
	problem: ProblemNote;
}

/** The newest one that nobody has read yet. */
export function refusedIn(scope: string): Refusal | undefined {
	void view.me; // rings when answers come
	const answered = here.store?.holding.answered ?? [];
	const found = answered.findLast(
		({ mutation, verdict, dismissed }) => verdict.status === 'rejected' && !dismissed && SHARING.includes(mutation.verb) && mutation.ops[0]?.scope === scope,
	);
	return found?.verdict.problem ? { id: found.mutation.id, problem: found.verdict.problem } : undefined;
}

/** It has been read; the words stay as they are. */
export async function dismissRefusal(id: string): Promise<void> {
	await here.store?.commit((holding) => ({
		answer: holding.answered.filter(({ mutation }) => mutation.id === id).map((one) => ({ ...one, dismissed: true })),
	}));
}
