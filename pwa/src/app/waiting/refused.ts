// What the server did not take, as one entry each; a whole scope that could not be opened is one (RULINGS 8).
import { opens } from '../../api/kinds';
import type { Answered, Entry } from '../../sync/core';
import type { Mutation } from '../../sync/wire';
import { subjectOf } from './lines';

export interface Refusal {
	/** What stands at its head: what opened the scope, or the first that was refused. */
	first: Answered;
	/** All that is one with it, the head included. */
	all: Answered[];
	/** What else this device still holds for the same scope, or the same note: parked, or waiting. It cannot be without the refused. */
	held: Mutation[];
	/** Nothing of its scope could be begun, or its author has no part in it any more. */
	whole: boolean;
}

/** Problems that are about the scope and not about the words. */
const OF_THE_SCOPE = ['scope_lost', 'not_yours', 'scope_exists'];

export function refusals(refused: Answered[], rest: (Answered | Entry)[]): Refusal[] {
	const found: Refusal[] = [];
	const claimed = new Set<string>();
	const byScope = new Map<string, Refusal>();
	const opening = new Set(refused.filter(({ mutation }) => opened(mutation)).map(({ mutation }) => scopeOf(mutation)));
	for (const one of refused) {
		const scope = scopeOf(one.mutation);
		const whole = opening.has(scope) || OF_THE_SCOPE.includes(one.verdict.problem?.name ?? '');
		const known = whole ? byScope.get(scope) : undefined;
		if (known) {
			known.all.push(one);
			if (opened(one.mutation)) known.first = one;
			continue;
		}
		const other = rest.map(({ mutation }) => mutation).filter((waits) => !claimed.has(waits.id) && belongs(waits, one.mutation, opening.has(scope)));
		for (const { id } of other) claimed.add(id);
		const refusal = { first: one, all: [one], held: other, whole };
		found.push(refusal);
		if (whole) byScope.set(scope, refusal);
	}
	return found;
}

function belongs(waits: Mutation, refused: Mutation, opening: boolean): boolean {
	return opening ? scopeOf(waits) === scopeOf(refused) : subjectOf(waits) === subjectOf(refused);
}

/** The scope that a mutation would have opened. */
function opened({ verb, ops }: Mutation): boolean {
	return verb in opens && ops.length > 0;
}

export const scopeOf = ({ ops }: Mutation): string => ops[0]?.scope ?? '';
