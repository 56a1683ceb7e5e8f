import { m } from './messages/compiled/messages';
import { PROBLEM_SENTENCES } from './messages/compiled/problems';

export type ProblemName = keyof typeof PROBLEM_SENTENCES;

/** A problem in the reader's language; one that this app does not know yet is said in the server's own words. */
export function sentenceOf(problem: { name: string; detail?: string; sentence?: string }): string {
	if (Object.hasOwn(PROBLEM_SENTENCES, problem.name)) return PROBLEM_SENTENCES[problem.name as ProblemName]();
	return problem.detail || problem.sentence || m.problem_our_fault();
}
