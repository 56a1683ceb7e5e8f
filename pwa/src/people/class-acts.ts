// What an admin does about classes, in the words of the verbs.
import type { Kinds } from '../api/kinds';
import { act, put, remove } from '../db/act';
import { childId, newId } from '../db/ids';

const staff = (school: string) => `staff:${school}`;
export type Timetabled = Pick<Kinds['class'], 'title' | 'subject' | 'gradeBand' | 'period' | 'room'>;

/** A new class with whoever teaches it; answers its id. */
export async function addClass(school: string, taught: Timetabled, teachers: readonly string[]): Promise<string> {
	const id = newId();
	await act(school, 'add_class', [put('class', id, staff(school), taught), ...teachers.map((person) => lesson(school, id, person))]);
	return id;
}

/** Ended or going on again; its visits stay. */
export async function endClass(school: string, id: string, ended: boolean): Promise<void> {
	await act(school, 'end_class', [put('class', id, staff(school), { ended })]);
}

export async function assignTeacher(school: string, id: string, person: string): Promise<void> {
	await act(school, 'assign_teacher', [lesson(school, id, person)]);
}

export async function unassignTeacher(school: string, id: string, person: string): Promise<void> {
	await act(school, 'unassign_teacher', [remove('class_teacher', childId(id, person), staff(school))]);
}

function lesson(school: string, id: string, person: string) {
	return put('class_teacher', childId(id, person), staff(school), { classId: id, personId: person });
}
