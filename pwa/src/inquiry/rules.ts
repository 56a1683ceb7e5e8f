// Decisions about what is looked for. Pure.

/** Whether a focus is on offer on a day: from its first day on, and until the day on which it ended. */
export function isOffered(focus: { since: string | null; until: string | null }, day: string): boolean {
	return focus.since !== null && focus.since <= day && (focus.until === null || day < focus.until);
}
