/** Something in a request cannot be read: find it by halves, and set it aside once a request without it is fine. */
import type { Problem } from '../api/http';
import { MUTATIONS } from './core';
import type { ProblemNote, SyncRequest } from './wire';

export class Hunt {
	/** At most so many mutations in the next request; 0 asks whether the server reads one without any. */
	most = MUTATIONS;
	#suspect: { id: string; note: ProblemNote } | undefined;

	halve({ mutations: [first, ...others] }: SyncRequest, problem: Problem): void {
		if (others.length === 0 && this.most === 0) return;
		this.most = others.length > 0 ? Math.ceil((others.length + 1) / 2) : 0;
		this.#suspect = { id: first?.id ?? '', note: { number: problem.number, name: problem.name, sentence: problem.detail } };
	}

	/** The server has read this one. Answers which mutation it cannot read, if that is certain now. */
	over(): { id: string; note: ProblemNote } | undefined {
		const found = this.most === 0 ? this.#suspect : undefined;
		this.most = MUTATIONS;
		return found;
	}
}
