// Small decisions about a draft. Pure.
import { type Rests, restingProblem } from './rules';

/** A place for a strength in which nothing stands: neither words nor evidence. */
export function isBlankStrength(id: string, text: string | null, links: readonly Rests[]): boolean {
	return (text ?? '').trim() === '' && links.every(({ strength }) => strength !== id);
}

/** What shared feedback would be refused for if a strength, a note, or a note under a strength were taken away. */
export function sharedProblemWithout(
	strengths: readonly string[],
	links: readonly Rests[],
	notes: readonly string[],
	without: { strength?: string; note?: string },
): 'nothing_to_share' | 'strength_without_note' | null {
	const { strength, note } = without;
	if (strength !== undefined && note === undefined) return strengths.some((id) => id !== strength) ? null : 'nothing_to_share';
	const left = links.filter((link) => link.note !== note || (strength !== undefined && link.strength !== strength));
	return restingProblem(strengths, left, notes);
}

/** Whether a teacher should be told that this was written after the sharing: the time of a change is its author's own. */
export function changedAfter(heads: Readonly<Record<string, readonly { at: string }[]>>, sharedAt: string | null | undefined): boolean {
	if (!sharedAt) return false;
	return Object.values(heads).some((field) => field.some(({ at }) => Date.parse(at) > Date.parse(sharedAt)));
}
