// Who is at the school and what is taught, as lists to look through. Live wherever the view is live.
import { type Row, view } from '../db/view';
import { m } from '../i18n';
import { roleName } from './roles';

// One collator for all: a thousand comparisons with options of their own would cost a second.
const order = new Intl.Collator(undefined, { numeric: true });

export type Somebody = { id: string; name: string; email: string; roles: string[]; classes: number; text: string };
export type Taught = { id: string; title: string; detail: string; ended: boolean; teachers: { id: string; name: string }[]; text: string };

/** Everybody by name; whoever holds no role any more comes last. */
export function everybody(school: string): Somebody[] {
	const scope = `staff:${school}`;
	const roles = grouped(view.all('role', { scope }), ({ personId }) => personId, ({ role }) => role ?? '');
	const lessons = grouped(view.all('class_teacher', { scope }), ({ personId }) => personId, ({ classId }) => classId ?? '');
	const people = view.all('person', { scope }).map((person) => somebody(person, roles.get(person.id) ?? [], lessons.get(person.id)?.length ?? 0));
	return people.sort((a, b) => Number(a.roles.length === 0) - Number(b.roles.length === 0) || order.compare(a.name, b.name));
}

/** Every class by title; those that have ended come last. */
export function everyClass(school: string): Taught[] {
	const scope = `staff:${school}`;
	const names = new Map(view.all('person', { scope }).map(({ id, name }) => [id, name ?? '']));
	const teachers = grouped(view.all('class_teacher', { scope }), ({ classId }) => classId, ({ personId }) => personId ?? '');
	const classes = view.all('class', { scope }).map((row) => taught(row, teachers.get(row.id) ?? [], names));
	return classes.sort((a, b) => Number(a.ended) - Number(b.ended) || order.compare(a.title, b.title) || order.compare(a.detail, b.detail));
}

/** What one person teaches now, by title. */
export function classesOf(school: string, person: string): { id: string; title: string; detail: string }[] {
	const lessons = view.all('class_teacher', { scope: `staff:${school}`, personId: person });
	const classes = lessons.flatMap(({ classId }) => view.get('class', classId) ?? []).filter(({ ended }) => !ended);
	return classes.map((row) => ({ id: row.id, title: row.title ?? '', detail: placeInDay(row) })).sort((a, b) => order.compare(a.title, b.title));
}

/** Those in which every word that was typed stands, whatever its accents and case. */
export function lookedFor<T extends { text: string }>(all: T[], typed: string): T[] {
	const words = plain(typed).split(/\s+/).filter(Boolean);
	return words.length === 0 ? all : all.filter(({ text }) => words.every((word) => text.includes(word)));
}

/** Without accents and case. */
export function plain(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function somebody(person: Row<'person'>, roles: string[], classes: number): Somebody {
	const { id, name, email } = person;
	return { id, name: name ?? '', email: email ?? '', roles, classes, text: plain([name, email, ...roles.map(roleName)].join(' ')) };
}

function taught(row: Row<'class'>, teachers: string[], names: Map<string, string>): Taught {
	const known = teachers.flatMap((id) => (names.has(id) ? [{ id, name: names.get(id) ?? '' }] : [])).sort((a, b) => order.compare(a.name, b.name));
	const detail = placeInDay(row);
	const text = plain([row.title, detail, ...known.map(({ name }) => name)].join(' '));
	return { id: row.id, title: row.title ?? '', detail, ended: row.ended === true, teachers: known, text };
}

/** "English · Grades 6-8 · Period 2 · Room 24"; what is a word already stays as it is. */
function placeInDay({ subject, gradeBand, period, room }: Row<'class'>): string {
	const named = (text: string | null, name: (text: string) => string) => (text && /^\d/.test(text) ? name(text) : text);
	const grades = named(gradeBand, (text) => m.class_grades_are({ grades: text }));
	const when = named(period, (text) => m.class_period_is({ period: text }));
	return [subject, grades, when, named(room, (text) => m.class_room_is({ room: text }))].filter(Boolean).join(' · ');
}

function grouped<T>(rows: T[], by: (row: T) => string | null, take: (row: T) => string): Map<string, string[]> {
	const groups = new Map<string, string[]>();
	for (const row of rows) {
		const key = by(row) ?? '';
		const group = groups.get(key);
		if (group) group.push(take(row));
		else groups.set(key, [take(row)]);
	}
	return groups;
}
