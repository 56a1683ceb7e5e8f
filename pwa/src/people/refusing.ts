// Why something cannot be done, in words: known here beforehand, or said by the server afterwards, until it has been read.
import { view } from '../db/view';
import { m } from '../i18n';
import { here } from '../sync/here.svelte';
import type { ProblemNote } from '../sync/wire';
import type { WhyNot } from './rules';

export interface Refusal {
	id: string;
	problem: ProblemNote;
}

const SENTENCES: Record<WhyNot, () => string> = {
	last_admin: m.people_why_last_admin,
	leads_and_represents: m.people_why_leads,
	teaches_first: m.people_why_teaches,
	confirmed_by_a_teacher: m.people_why_confirmed,
	by_an_admin: m.people_why_admin,
};

export function sentenceOfWhy(why: WhyNot): string {
	return SENTENCES[why]();
}

/** The newest change to one of these rows that the server would not take and nobody has put aside. */
export function refusedAbout(rows: ReadonlySet<string>): Refusal | undefined {
	void view.me; // rings when answers come
	const found = (here.store?.holding.answered ?? []).findLast(
		({ mutation, verdict, dismissed }) => verdict.status === 'rejected' && !dismissed && mutation.ops.some(({ id }) => rows.has(id)),
	);
	return found?.verdict.problem ? { id: found.mutation.id, problem: found.verdict.problem } : undefined;
}

/** It has been read. */
export async function putAside(refusal: string): Promise<void> {
	await here.store?.commit(({ answered }) => ({
		answer: answered.filter(({ mutation }) => mutation.id === refusal).map((one) => ({ ...one, dismissed: true })),
	}));
}
