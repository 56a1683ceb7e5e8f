import { locale } from './locale.svelte';

type When = string | number | Date;

/** "Thursday, March 5": for headings and cards. */
export function longDay(when: When): string {
	return date(when, { weekday: 'long', month: 'long', day: 'numeric' });
}

/** "Mar 5" */
export function shortDay(when: When): string {
	return date(when, { month: 'short', day: 'numeric' });
}

/** "Mar 5, 2026": where the year matters. */
export function dayWithYear(when: When): string {
	return date(when, { month: 'short', day: 'numeric', year: 'numeric' });
}

/** "10:03 AM" or "10:03", as the reader's language has it. */
export function timeOfDay(when: When): string {
	return date(when, { hour: 'numeric', minute: '2-digit' });
}

/** "Mar 5, 10:03 AM" */
export function dayAndTime(when: When): string {
	return date(when, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
}

/** "3 minutes ago", "yesterday", "in 2 days": the largest fitting unit. */
export function ago(when: When, now: number = Date.now()): string {
	const seconds = (toDate(when).getTime() - now) / 1000;
	const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? (['second', 1] as const);
	return new Intl.RelativeTimeFormat(locale.current, { numeric: 'auto' }).format(Math.round(seconds / length), unit);
}

const UNITS = [
	['year', 31_557_600],
	['month', 2_629_800],
	['week', 604_800],
	['day', 86_400],
	['hour', 3600],
	['minute', 60],
] as const;

/** Time into a visit: "4:07", or "1:04:07" past the hour. Never negative. */
export function elapsed(milliseconds: number): string {
	const total = Math.max(0, Math.floor(milliseconds / 1000));
	const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
	const tail = `${hours > 0 ? String(minutes).padStart(2, '0') : minutes}:${String(seconds).padStart(2, '0')}`;
	return hours > 0 ? `${hours}:${tail}` : tail;
}

export function count(value: number): string {
	return new Intl.NumberFormat(locale.current).format(value);
}

/** "Ben, Chi and Fay" in the reader's language. */
export function list(names: readonly string[]): string {
	return new Intl.ListFormat(locale.current, { type: 'conjunction' }).format(names);
}

function date(when: When, options: Intl.DateTimeFormatOptions): string {
	return new Intl.DateTimeFormat(locale.current, options).format(toDate(when));
}

/** A plain day ("2026-03-05") is that day wherever the reader sits, so it is read as local time. */
function toDate(when: When): Date {
	return new Date(typeof when === 'string' && /^\d{4}-\d\d-\d\d$/.test(when) ? `${when}T00:00` : when);
}
