// What an admin does about people, in the words of the verbs. Each is durable on this device when its promise resolves.
import type { Kinds } from '../api/kinds';
import { act, put, remove } from '../db/act';
import { childId, newId } from '../db/ids';
import type { RoleName } from './rules';

const staff = (school: string) => `staff:${school}`;

/** Somebody new, with at least one role; answers the new person's id. */
export async function addPerson(school: string, person: Kinds['person'], roles: readonly RoleName[]): Promise<string> {
	const id = newId();
	await act(school, 'add_person', [put('person', id, staff(school), person), ...roles.map((role) => given(school, id, role))]);
	return id;
}

export async function giveRoles(school: string, person: string, roles: readonly RoleName[]): Promise<void> {
	await act(school, 'give_role', roles.map((role) => given(school, person, role)));
}

export async function endRoles(school: string, person: string, roles: readonly RoleName[]): Promise<void> {
	await act(school, 'end_role', roles.map((role) => remove('role', childId(person, role), staff(school))));
}

/** Good enough to be worth keeping; only a mail that arrives proves more. */
export function looksLikeEmail(text: string): boolean {
	return /^[^@\s]+@[^@\s.]+\.[^@\s]+$/.test(text.trim());
}

function given(school: string, person: string, role: RoleName) {
	return put('role', childId(person, role), staff(school), { personId: person, role });
}
