// A team as its screens read it: who sits on it, whose view is missing, what it promised, and what its members change.
import content from '$content/perspectives.json';
import { act, put, remove } from '../db/act';
import { childId, newId, scopeOf, scopeOwner } from '../db/ids';
import { type Row, view } from '../db/view';
import { locale } from '../i18n';
import { mySchool } from '../people/my-school.svelte';
import { missingPerspectives, seatFor, teamsCovering } from './rules';

export type Team = Row<'team'>;
export type Member = Row<'team_member'>;
export type Perspective = NonNullable<Member['perspectives']>[number];

/** The teams of which I hold the scope; `mine`: I sit on it, not only because I am an admin. */
export function teamsHere(): { team: Team; mine: boolean }[] {
	const found = view.scopes('team').flatMap((scope) => {
		const team = view.get('team', scopeOwner(scope));
		return team ? [{ team, mine: view.roleIn(scope) !== 'admin' }] : [];
	});
	return found.sort((a, b) => (a.team.name ?? '').localeCompare(b.team.name ?? ''));
}

/** Who leads a team may change it, and open, turn and close its meetings. */
export const leads = (scope: string): boolean => ['facilitator', 'admin'].includes(view.roleIn(scope) ?? '');

export const isStaff = (): boolean => ['staff', 'leader', 'admin'].includes(view.roleIn(`staff:${mySchool.id}`) ?? '');

/** Facilitators first, then by name. */
export function membersOf(scope: string): Member[] {
	const members = view.all('team_member', { scope });
	return members.sort((a, b) => Number(b.facilitates) - Number(a.facilitates) || nameOf(a).localeCompare(nameOf(b)));
}

/** A member's name: as the directory has it now, else as the seat was given. */
export const nameOf = (member: Pick<Member, 'personId' | 'name'>): string => view.get('person', member.personId)?.name ?? member.name ?? '';

/** The name of a person of this team, also after they have left. */
export function namedIn(scope: string, person: string | null): string {
	const seat = view.get('team_member', person ? childId(scopeOwner(scope), person) : undefined);
	return seat ? nameOf(seat) : (view.get('person', person)?.name ?? '');
}

/** The school of a team: the one in which I sit on it. */
export function schoolOf(scope: string): string {
	const seats = new Set(view.all('team_member', { scope }).map(({ personId }) => personId));
	return view.schools.find(({ id }) => seats.has(id))?.school ?? mySchool.id;
}

export const me = (scope: string): string => view.personIn(schoolOf(scope));

export const PERSPECTIVES = content.perspectives as { id: Perspective; title: Record<string, string>; brings: Record<string, string> }[];

export function perspectiveName(id: string): string {
	return PERSPECTIVES.find((one) => one.id === id)?.title[locale.current] ?? id;
}

/** The perspectives that nobody on the team holds, with what each would bring. */
export function missingOn(scope: string): { id: string; title: string; brings: string }[] {
	const missing = missingPerspectives(view.all('team_member', { scope }), PERSPECTIVES.map(({ id }) => id));
	return PERSPECTIVES.filter(({ id }) => missing.includes(id)).map(({ id, title, brings }) => ({
		id,
		title: title[locale.current] ?? id,
		brings: brings[locale.current] ?? '',
	}));
}

/** People of the school who do not sit on the team yet, by name. */
export function peopleToAdd(scope: string): { id: string; name: string; roles: string[] }[] {
	const seated = new Set(view.all('team_member', { scope }).map(({ personId }) => personId));
	const staff = `staff:${schoolOf(scope)}`;
	const found = view.all('person', { scope: staff }).filter(({ id, name }) => name && !seated.has(id));
	const people = found.map(({ id, name }) => ({ id, name: name ?? '', roles: view.all('role', { scope: staff, personId: id }).flatMap(({ role }) => role ?? []) }));
	return people.filter(({ roles }) => roles.length > 0).sort((a, b) => a.name.localeCompare(b.name));
}

/** Bring a team together; its maker sits on it and facilitates. Answers its id. */
export async function makeTeam(named: { name: string; purpose: string; patterns: 'rooms' | 'school' }): Promise<string> {
	const id = newId();
	const scope = scopeOf('team', id);
	const person = mySchool.person;
	const coveredElsewhere = named.patterns === 'school' || teamsCovering(view.all('team_member'), person, scope).length > 0;
	const seat = { ...seatFor(mySchool.roles, coveredElsewhere), personId: person, name: mySchool.personName, facilitates: true };
	await act(mySchool.id, 'make_team', [put('team', id, scope, named), put('team_member', childId(id, person), scope, seat)]);
	return id;
}

export async function addMember(team: Team, person: { id: string; name: string; roles: string[] }): Promise<void> {
	const coveredElsewhere = team.patterns === 'school' || teamsCovering(view.all('team_member'), person.id, team.scope).length > 0;
	const seat = { ...seatFor(person.roles, coveredElsewhere), personId: person.id, name: person.name, facilitates: false };
	await act(schoolOf(team.scope), 'add_team_member', [put('team_member', childId(team.id, person.id), team.scope, seat)]);
}

export const changeMember = (member: Member, change: Partial<Pick<Member, 'perspectives' | 'covered' | 'facilitates'>>): Promise<string> =>
	act(schoolOf(member.scope), 'change_team_member', [put('team_member', member.id, member.scope, change)]);

export const endSeat = (member: Member): Promise<string> => act(schoolOf(member.scope), 'leave_team', [remove('team_member', member.id, member.scope)]);

export const choosePatterns = (team: Team, patterns: 'rooms' | 'school'): Promise<string> =>
	act(schoolOf(team.scope), 'change_team', [put('team', team.id, team.scope, { patterns })]);

/** The name of another team, known here, that counts this member's room already. */
export function countedElsewhere(member: Member): string | undefined {
	const [other] = teamsCovering(view.all('team_member'), member.personId ?? '', member.scope);
	return other && (view.get('team', scopeOwner(other))?.name ?? '');
}
