// By when feedback has come, for its observer alone: the charter's days in the school's calendar (RULINGS 15 and 16).
import { type Row, view } from '../db/view';
import { locale, longDay, m } from '../i18n';
import { feedbackDaysOf } from '../inquiry/charter';
import { dueDay } from '../inquiry/charter-rules';
import { mySchool } from '../people/my-school.svelte';
import { schoolDay } from './rooms';
import { whoOf } from './visit';

/** "Feedback for Ben Okafor: by Thursday". Calm, and without a word where the school year ends before. */
export function clockOf(visit: Row<'walkthrough'>, now = new Date()): string | undefined {
	const due = dueOf(visit);
	if (!due) return undefined;
	const [names, today] = [whoOf(visit.id), schoolDay(now)];
	if (due === today) return m.agreeing_clock_today({ names });
	return due > today ? m.agreeing_clock({ names, day: named(due, today) }) : m.agreeing_clock_past({ names, day: named(due, today) });
}

/** The day by whose end feedback on a visit has come. */
export function dueOf(visit: Row<'walkthrough'>): string | null {
	const school = view.get('school', mySchool.id);
	if (!school || !visit.startedAt) return null;
	const off = view.all('day_off', { scope: school.scope }).flatMap(({ day }) => day ?? []);
	const calendar = { weekdays: school.weekdays ?? [1, 2, 3, 4, 5], first: school.yearStart, last: school.yearEnd, off: new Set(off) };
	return dueDay(calendar, schoolDay(new Date(visit.startedAt)), feedbackDaysOf(visit.charterId));
}

const WEEK = 6 * 86_400_000;

/** Within a week a day has a name; any other has its date too. */
function named(day: string, today: string): string {
	const noon = new Date(`${day}T12:00:00Z`);
	const near = Math.abs(noon.getTime() - Date.parse(`${today}T12:00:00Z`)) <= WEEK;
	return near ? new Intl.DateTimeFormat(locale.current, { weekday: 'long', timeZone: 'UTC' }).format(noon) : longDay(day);
}
