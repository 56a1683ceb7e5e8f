// When a charter can be signed: the same as server/inquiry/charter_rules.py, held equal by tests/wire/charter_vectors.json. Pure.

export type Side = 'leadership' | 'teachers';
export const SIDES: readonly Side[] = ['leadership', 'teachers'];

/** What every charter says, in its author's language at least. */
export const TEXTS = ['purpose', 'neverFor', 'notice', 'readers', 'keeping'] as const;
export type TextPart = (typeof TEXTS)[number];

/** For which side a person signs. Nobody stands on both: a representative never leads (RULINGS 15). */
export function sideOf(roles: readonly string[]): Side | null {
	if (roles.includes('leader') || roles.includes('admin')) return 'leadership';
	return roles.includes('representative') ? 'teachers' : null;
}

/** The parts that no language says yet, counted in the language that says most. None: it can be laid before the school. */
export function missingParts(texts: readonly Partial<Record<TextPart, string | null>>[]): TextPart[] {
	const gaps = texts.map((said) => TEXTS.filter((part) => !said[part]?.trim()));
	return gaps.sort((a, b) => a.length - b.length)[0] ?? [...TEXTS];
}

/** Why this signature cannot be given, or null. `replaces`: the charter the text was written for; `standing`: the one in force. */
export function signingProblem(
	side: string,
	{ roles, inForce, replaces, standing }: { roles: readonly string[]; inForce: boolean; replaces: string | null; standing: string | null },
): 'not_your_side' | 'charter_in_force' | 'charter_moved_on' | null {
	if (sideOf(roles) !== side) return 'not_your_side';
	if (inForce) return 'charter_in_force';
	return replaces === standing ? null : 'charter_moved_on';
}

export interface SchoolDays {
	weekdays: readonly number[];
	first: string | null;
	last: string | null;
	off: ReadonlySet<string>;
}

const DAY = 86_400_000;
const LONGEST = 120;

/**
 * The day by whose end feedback has come: so many school days after the day of the visit ("2026-03-05"), as
 * `school_days_after` on the server counts them. null where the school year ends before.
 */
export function dueDay(calendar: SchoolDays, day: string, days: number): string | null {
	if (days === 0) return day;
	let left = days;
	for (let step = 1; step <= LONGEST; step += 1) {
		const next = new Date(Date.parse(`${day}T12:00:00Z`) + step * DAY);
		const text = next.toISOString().slice(0, 10);
		if (isTaught(calendar, text, next.getUTCDay() || 7)) left -= 1;
		if (left === 0) return text;
	}
	return null;
}

function isTaught({ weekdays, first, last, off }: SchoolDays, day: string, weekday: number): boolean {
	return (!first || day >= first) && (!last || day <= last) && weekdays.includes(weekday) && !off.has(day);
}
