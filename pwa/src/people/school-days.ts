// A school's calendar as screens show and change it: days off in ranges, and whether a year makes sense.

export type DayOff = { id: string; day: string; title: string };
export type FreeTime = { title: string; first: string; last: string; ids: string[] };

const DAY = 86_400_000;
const LONGEST_YEAR = 400; // as server/people/school_days.py
export const LONGEST_BREAK = 60;

/** Whether a school may have this year: a day taught, an end after its beginning, a sensible length. */
export function yearFits(first: string, last: string, weekdays: readonly number[]): boolean {
	const days = (at(last) - at(first)) / DAY;
	return weekdays.length > 0 && days > 0 && days <= LONGEST_YEAR;
}

/** Days off with one title and no school day between them are one free time. */
export function freeTimes(days: readonly DayOff[], weekdays: readonly number[]): FreeTime[] {
	const times: FreeTime[] = [];
	for (const { id, day, title } of [...days].sort((a, b) => a.day.localeCompare(b.day))) {
		const before = times.at(-1);
		if (before && before.title === title && daysBetween(before.last, day).every((between) => !weekdays.includes(weekdayOf(between)))) {
			before.last = day;
			before.ids.push(id);
		} else {
			times.push({ title, first: day, last: day, ids: [id] });
		}
	}
	return times;
}

/** Every day from the first to the last; empty if that is no time, or one longer than a break. */
export function daysFrom(first: string, last: string): string[] {
	const count = (at(last) - at(first)) / DAY + 1;
	if (!(count >= 1 && count <= LONGEST_BREAK)) return [];
	return Array.from({ length: count }, (_, index) => dayAt(at(first) + index * DAY));
}

/** 1 is Monday. */
function weekdayOf(day: string): number {
	return new Date(at(day)).getUTCDay() || 7;
}

function daysBetween(first: string, last: string): string[] {
	const days: string[] = [];
	for (let time = at(first) + DAY; time < at(last); time += DAY) days.push(dayAt(time));
	return days;
}

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayAt = (time: number): string => new Date(time).toISOString().slice(0, 10);
