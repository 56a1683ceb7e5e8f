// When feedback may be shared: the same decision as server/feedback/rules.py, held equal by
// tests/wire/sharing_vectors.json. Pure.

export type SharingProblem = 'two_wordings' | 'nothing_to_share' | 'strength_without_note';

/** A strength with its wordings: one, or more if two devices wrote without seeing each other. */
export interface Named {
	readonly id: string;
	readonly wordings: readonly string[];
}

/** A strength rests on a note. */
export interface Rests {
	readonly strength: string;
	readonly note: string;
}

/**
 * Why this feedback cannot be shared as it stands, or null. All of it is what lives now: `notes` are the ids of
 * the visit's notes, `question` the wordings of the growth question (none if nothing is asked).
 * Choosing between two wordings comes before all else, since nobody can say yet what would be shared.
 */
export function sharingProblem(
	strengths: readonly Named[],
	links: readonly Rests[],
	notes: Iterable<string>,
	question: readonly string[],
): SharingProblem | null {
	const wordings = [question, ...strengths.map((strength) => strength.wordings)];
	if (wordings.some((said) => new Set(said).size > 1)) return 'two_wordings';
	if (strengths.length === 0 || strengths.some((strength) => strength.wordings.join('').trim() === '')) return 'nothing_to_share';
	return restingProblem(
		strengths.map((strength) => strength.id),
		links,
		notes,
	);
}

/** Says if one of these strengths rests on no note that is there: after sharing, that step will be refused. */
export function restingProblem(strengths: readonly string[], links: readonly Rests[], notes: Iterable<string>): 'strength_without_note' | null {
	const there = new Set(notes);
	const resting = new Set(links.filter((link) => there.has(link.note)).map((link) => link.strength));
	return strengths.every((strength) => resting.has(strength)) ? null : 'strength_without_note';
}
