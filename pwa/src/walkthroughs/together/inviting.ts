// "Come and see": what teachers have asked for, as the next visits begin with it.
import { act, put, remove } from '../../db/act';
import { childId, newId } from '../../db/ids';
import { type Row, view } from '../../db/view';
import { worded } from '../../inquiry/protocols';
import { mySchool } from '../../people/my-school.svelte';
import type { Room } from '../likely';
import { periodsOn, schoolDay } from '../rooms';
import { type InvitationCode, lessonMark, lookForMark } from './code';

export type Invitation = Row<'invitation'>;

/** What a visit takes along from an invitation. `id` is missing where only a short code was typed. */
export interface Asked {
	id?: string | undefined;
	lookFor?: string | undefined;
	text: string;
	lang?: string | undefined;
}

/** How many days an invitation without a day of its own holds. */
export const HOLDS = 14;

const inForce = ({ until }: Pick<Invitation, 'until'>): boolean => (until ?? '') >= schoolDay(new Date());

/** The invitations of others that I can follow now: those whose moment it is first, then those that are over soonest. */
export function invitationsNow(): Invitation[] {
	const taken = new Set(view.all('walkthrough', { observerId: mySchool.person }).filter((one) => !one.discarded).map((one) => one.invitationId));
	const open = view.all('invitation', { scope: `staff:${mySchool.id}` }).filter((one) => one.teacherId !== mySchool.person && inForce(one) && !taken.has(one.id));
	return open.filter((one) => roomOf(one)).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** What I have invited to myself, newest first; those that are over go by themselves. */
export const myInvitations = (): Invitation[] =>
	view.all('invitation', { scope: `staff:${mySchool.id}`, teacherId: mySchool.person }).filter(inForce).reverse();

function key({ day, period, until, id }: Invitation): string {
	const today = schoolDay(new Date());
	const now = (!day || day === today) && (!period || periodsOn(new Date()).includes(period)) && (day ?? period) ? '0' : '1';
	return [now, day ?? until, id].join('\n');
}

/** The room into which somebody is invited, with the one who invites in it. */
export function roomOf({ classId, teacherId }: Pick<Invitation, 'classId' | 'teacherId'>): Room | undefined {
	const [one, name] = [view.get('class', classId), view.get('person', teacherId)?.name];
	if (!one || one.ended || !name || !teacherId) return undefined;
	return { id: one.id, title: one.title ?? '', period: one.period, place: one.room, teachers: [{ id: teacherId, name }] };
}

export function askedBy({ id, lookForId, focusText }: Pick<Invitation, 'id' | 'lookForId' | 'focusText'>): Asked {
	const words = lookForId ? worded(lookForId, 'text') : { text: focusText ?? '', lang: undefined };
	return { id, lookFor: lookForId ?? undefined, text: words.text || (focusText ?? ''), lang: words.lang };
}

export interface Offer {
	classId: string;
	lookForId: string | null;
	focusText: string;
	day: string | null;
	period: string | null;
	times: string;
}

export async function invite(offer: Offer): Promise<void> {
	const scope = `staff:${mySchool.id}`;
	const last = offer.day ?? schoolDay(new Date(Date.now() + HOLDS * 86_400_000));
	const { focusText, times, ...rest } = offer;
	const said = { ...rest, focusText: focusText.trim() || null, times: times.trim() || null, until: last, teacherId: mySchool.person };
	await act(mySchool.id, 'invite_observers', [put('invitation', newId(), scope, said)]);
}

/** Take it back; what comes back gives it again. */
export async function takeBack(one: Invitation): Promise<() => Promise<unknown>> {
	const { id, scope, classId, teacherId, lookForId, focusText, day, period, times, until } = one;
	await act(mySchool.id, 'take_back_invitation', [remove('invitation', id, scope)]);
	const again = { classId, teacherId, lookForId, focusText, day, period, times, until };
	return () => act(mySchool.id, 'invite_observers', [put('invitation', id, scope, again)]);
}

/** The same, for a tablet without any network. */
export function codeOf(one: Invitation): InvitationCode {
	const { id, classId, teacherId, lookForId, focusText, until } = one;
	return { kind: 'invitation', school: mySchool.id, invitation: id, room: classId ?? '', teacher: teacherId ?? '', lookFor: lookForId, until: until ?? '', focus: focusText ?? '' };
}

export const lessonOf = ({ classId, teacherId }: Pick<Invitation, 'classId' | 'teacherId'>): string => childId(classId ?? '', teacherId ?? '');

/** What a typed short code means among what this tablet holds: a lesson, and what to look for if that was a look-for. */
export function found(short: { lesson: string; lookFor: string }): { room: Room; asked: Asked } | undefined {
	const lesson = view.all('class_teacher', { scope: `staff:${mySchool.id}` }).find(({ id }) => lessonMark(id) === short.lesson);
	const room = lesson && roomOf({ classId: lesson.classId, teacherId: lesson.personId });
	if (!room) return undefined;
	const known = invitationsNow().find((one) => lessonMark(lessonOf(one)) === short.lesson && lookForMark(one.lookForId) === short.lookFor);
	if (known) return { room, asked: askedBy(known) };
	const lookFor = short.lookFor === lookForMark(null) ? undefined : view.all('look_for').find(({ id }) => lookForMark(id) === short.lookFor)?.id;
	return { room, asked: { lookFor, text: lookFor ? worded(lookFor, 'text').text : '' } };
}
