// Which room comes first, and which is meant by a few letters. Pure.

/** A class with those of its teachers whom this observer can visit. */
export interface Room {
	id: string;
	title: string;
	period: string | null;
	place: string | null;
	teachers: { id: string; name: string }[];
}

/** When rooms were last seen, as ISO weeks ("2026-W10") by teacher: by this observer, and by anybody known of. */
export interface Seen {
	byMe: ReadonlyMap<string, string>;
	byAnybody: ReadonlyMap<string, string>;
}

export interface Bell {
	period: string | null;
	starts: string | null;
	ends: string | null;
}

/** How long before the bell somebody may already stand at the door. */
const EARLY = 10;

/** The periods that are on, or about to begin, at a time of day ("10:05"). */
export function periodsNow(bells: readonly Bell[], time: string): string[] {
	const now = minutes(time);
	const on = bells.filter(({ starts, ends }) => starts && ends && minutes(starts) - EARLY <= now && now < minutes(ends));
	return on.flatMap(({ period }) => period ?? []);
}

/**
 * Likely rooms first: those into which a teacher has invited, then those whose period is on, then those that this observer has not seen for the longest
 * time, then those that nobody has; a class taught by several counts by whom was seen longest ago.
 */
export function inLikelyOrder(rooms: readonly Room[], seen: Seen, periods: readonly string[], invited: ReadonlySet<string> = new Set()): Room[] {
	const keyed = rooms.map((room) => {
		const oldest = (weeks: ReadonlyMap<string, string>) => room.teachers.map(({ id }) => weeks.get(id) ?? '').sort()[0] ?? '';
		const on = room.period !== null && periods.includes(room.period) ? '0' : '1';
		return { room, key: [invited.has(room.id) ? '0' : '1', on, oldest(seen.byMe), oldest(seen.byAnybody), room.teachers[0]?.name ?? '', room.title].join('\n') };
	});
	return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ room }) => room);
}

/** The text in which a room is searched: who, what, when and where, without case and accents. */
export function searchText(room: Room): string {
	return plain([...room.teachers.map(({ name }) => name), room.title, room.period ?? '', room.place ?? ''].join(' '));
}

/** Whether every word that was typed begins some word of the text: "ok 7" finds "Ben Okafor Math 7". */
export function matches(text: string, typed: string): boolean {
	const words = text.split(/\s+/);
	return plain(typed)
		.split(/\s+/)
		.filter(Boolean)
		.every((wanted) => words.some((word) => word.startsWith(wanted)));
}

/** Whole weeks between two ISO weeks of any years; 0 for the same one. */
export function weeksBetween(earlier: string, later: string): number {
	return Math.round((mondayOf(later) - mondayOf(earlier)) / (7 * 86_400_000));
}

/** Teachers in whose rooms nobody known of was for `weeks`, longest first; those never visited come before all. */
export function notVisitedLately<T extends { id: string; name: string }>(
	teachers: readonly T[],
	last: ReadonlyMap<string, string>,
	week: string,
	weeks: number,
): T[] {
	const long = teachers.filter(({ id }) => weeksBetween(last.get(id) ?? '2000-W01', week) >= weeks);
	const key = ({ id, name }: T) => `${last.get(id) ?? ''}\n${name}`;
	return long.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The later of two weeks that may be unknown. */
export function laterWeek(one: string | undefined, other: string | undefined): string {
	return (one ?? '') > (other ?? '') ? (one ?? '') : (other ?? '');
}

function plain(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function minutes(time: string): number {
	const [hours, rest] = time.split(':').map(Number);
	return (hours ?? 0) * 60 + (rest ?? 0);
}

/** The Monday of an ISO week, in milliseconds: January 4 always lies in the first week. */
function mondayOf(week: string): number {
	const [year, number] = week.split('-W').map(Number);
	const fourth = new Date(Date.UTC(year ?? 0, 0, 4));
	const first = fourth.getTime() - ((fourth.getUTCDay() || 7) - 1) * 86_400_000;
	return first + ((number ?? 1) - 1) * 7 * 86_400_000;
}
