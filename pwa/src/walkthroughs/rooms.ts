// The rooms of the school that is on the screen, and when they were last seen, from what this device holds.
import { type Row, view } from '../db/view';
import { m } from '../i18n';
import { mySchool } from '../people/my-school.svelte';
import { inBin } from './binning';
import { type Room, type Seen, laterWeek, periodsNow } from './likely';
import { OBSERVING, weekOf } from './rules';

export const mayObserve = (): boolean => OBSERVING.some((role) => mySchool.is(role));

/** Every class with somebody to visit in it: nobody visits themselves, and who has left teaches no more. */
export function allRooms(): Room[] {
	const scope = `staff:${mySchool.id}`;
	const teachers = new Map<string, { id: string; name: string }[]>();
	for (const { classId, personId } of view.all('class_teacher', { scope })) {
		const name = view.get('person', personId)?.name;
		if (!classId || !personId || !name || personId === mySchool.person) continue;
		teachers.set(classId, [...(teachers.get(classId) ?? []), { id: personId, name }]);
	}
	return view.all('class', { scope }).flatMap((one) => {
		const here = teachers.get(one.id);
		if (one.ended || !here) return [];
		return [{ id: one.id, title: one.title ?? '', period: one.period, place: one.room, teachers: here.sort((a, b) => a.name.localeCompare(b.name)) }];
	});
}

/** "Math 7 · Period 2 · Room 114"; a room that has a name of its own keeps it. */
export function whatAndWhere({ title, period, place }: Room): string {
	const where = place && (/^\p{L}?\d/u.test(place) ? m.walk_place({ place }) : place);
	return [title, period && m.walk_period({ period }), where].filter(Boolean).join(' · ');
}

/** My own visits, newest first; those put away are not among them. */
export function myVisits(): Row<'walkthrough'>[] {
	const mine = view.all('walkthrough', { observerId: mySchool.person }).filter((visit) => !visit.discarded);
	return mine.sort((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''));
}

/** My visits that were discarded in the last 30 days, as the bin shows them. */
export function discardedVisits(now: number) {
	const mine = view.all('walkthrough', { observerId: mySchool.person, discarded: true });
	const things = mine.map((row) => ({ id: row.id, visit: row.id, at: row.heads['discarded']?.[0]?.at ?? '', was: undefined, row }));
	return things.filter(({ at }) => inBin(at, now));
}

/** Coverage tells of shared visits; my own unshared ones count here, and only here (RULINGS 13). */
export function roomsSeen(): Seen {
	const [byMe, byAnybody] = [new Map<string, string>(), new Map<string, string>()];
	for (const visit of myVisits()) {
		const week = visit.startedAt ? weekOf(new Date(visit.startedAt), timeZone()) : '';
		for (const { personId } of view.all('visited', { scope: visit.scope })) note(byMe, personId, week);
	}
	for (const { teacherId, observerId, week } of view.all('coverage', { scope: `leaders:${mySchool.id}` })) {
		note(observerId === mySchool.person ? byMe : byAnybody, teacherId, week);
	}
	for (const [teacher, week] of byMe) note(byAnybody, teacher, week);
	return { byMe, byAnybody };
}

function note(weeks: Map<string, string>, teacher: string | null, week: string | null): void {
	if (teacher && week) weeks.set(teacher, laterWeek(weeks.get(teacher), week));
}

/** The periods whose bell is on at the school now. */
export function periodsOn(now: Date): string[] {
	const bells = view.all('bell', { scope: `school:${mySchool.id}` });
	const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: timeZone() ?? 'UTC' }).format(now);
	return periodsNow(bells, time);
}

export const thisWeek = (now: Date): string => weekOf(now, timeZone());

/** The school's calendar day of a moment: "2026-03-05". */
export function schoolDay(now: Date): string {
	return new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: timeZone() ?? 'UTC' }).format(now);
}

function timeZone(): string | null {
	return view.get('school', mySchool.id)?.timeZone ?? null;
}
