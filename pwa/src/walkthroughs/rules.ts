// Decisions about a visit: the same as server/walkthroughs/rules.py, held equal by
// tests/wire/sharing_vectors.json. Pure.

/** The roles that may observe: peer visits use the same capture as a leader's. */
export const OBSERVING: readonly string[] = ['leader', 'teacher'];

/** Why a visit to these people cannot start, or null. `teachers` teach the class; nobody visits themselves. */
export function startProblem(
	observer: string,
	visited: readonly string[],
	teachers: readonly string[],
): 'wrong_shape' | 'not_their_class' | null {
	if (visited.length === 0 || visited.includes(observer)) return 'wrong_shape';
	return visited.every((person) => teachers.includes(person)) ? null : 'not_their_class';
}

/** Why a visit cannot be discarded or brought back, or null: what was shared stays. */
export function discardProblem(discarded: boolean, shared: boolean): 'already_shared' | null {
	return discarded && shared ? 'already_shared' : null;
}

/** The ISO week in which a moment falls at the school: "2026-W10". An unknown zone counts as UTC. */
export function weekOf(moment: Date, timeZone: string | null): string {
	const day = dayAt(moment, timeZone);
	const thursday = new Date(day.getTime() + (4 - (day.getUTCDay() || 7)) * DAY);
	const year = thursday.getUTCFullYear();
	const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1;
	return `${String(year)}-W${String(week).padStart(2, '0')}`;
}

const DAY = 86_400_000;

/** The school's calendar day of a moment, as midnight in UTC: days count the same everywhere there. */
function dayAt(moment: Date, timeZone: string | null): Date {
	const parts = formatFor(timeZone).formatToParts(moment);
	const part = (type: string): number => Number(parts.find((found) => found.type === type)?.value);
	return new Date(Date.UTC(part('year'), part('month') - 1, part('day')));
}

function formatFor(timeZone: string | null): Intl.DateTimeFormat {
	const shape = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
	try {
		return new Intl.DateTimeFormat('en-US', { ...shape, timeZone: timeZone ?? 'UTC' });
	} catch {
		return new Intl.DateTimeFormat('en-US', { ...shape, timeZone: 'UTC' });
	}
}
