// What a code that was scanned, typed or pasted means for this person on this tablet, and why it may mean nothing.
import { type Row, view } from '../../db/view';
import { mySchool } from '../../people/my-school.svelte';
import type { Room } from '../likely';
import { mayObserve, schoolDay } from '../rooms';
import { isAlong, isMyCode, joinedWith, myVisitIn } from './along';
import { type Code, type InvitationCode, type Unreadable, type VisitCode, read } from './code';
import { type Asked, askedBy, found, roomOf } from './inviting';

type Visit = Row<'walkthrough'>;

export type Why = Unreadable | 'own' | 'other_school' | 'other_room' | 'visited' | 'over' | 'unknown_room' | 'may_not' | 'already_along';

export type Meaning =
	| { is: 'nothing'; why: Why }
	/** It was taken in before. */
	| { is: 'known'; visit: Visit }
	/** My own visit goes on: it becomes one with the other. */
	| { is: 'join'; visit: Visit; key: string; host?: string }
	| { is: 'begin'; code: VisitCode }
	/** A key alone says nothing of the room. */
	| { is: 'room_first'; key: string }
	| { is: 'come'; room: Room; asked: Asked };

const nothing = (why: Why): Meaning => ({ is: 'nothing', why });

/** `from`: the visit from which somebody went to read a code. */
export function meaning(text: string, from?: Visit): Meaning {
	const code = read(text);
	if (typeof code === 'string') return nothing(code);
	if (!mayObserve()) return nothing('may_not');
	if (code.kind === 'key') return ofKey(code.key, from);
	if (code.kind === 'short') return ofShort(code);
	if (code.school !== mySchool.id) return nothing('other_school');
	return code.kind === 'visit' ? ofVisit(code, from) : ofInvitation(code);
}

function ofKey(key: string, from: Visit | undefined): Meaning {
	if (isMyCode(key)) return nothing('own');
	const before = joinedWith(key);
	if (before && (!from || before.id === from.id)) return { is: 'known', visit: before };
	if (!from) return { is: 'room_first', key };
	return isAlong(from) ? nothing('already_along') : { is: 'join', visit: from, key };
}

function ofVisit(code: VisitCode, from: Visit | undefined): Meaning {
	const { key, visit: host } = code;
	if (isMyCode(key) ?? view.get('walkthrough', host)?.observerId === mySchool.person) return nothing('own');
	const before = joinedWith(key);
	if (before) return { is: 'known', visit: before };
	if (code.teachers.includes(mySchool.person)) return nothing('visited');
	if (from && from.classId !== code.room) return nothing('other_room');
	const own = from ?? myVisitIn(code.room);
	if (own) return isAlong(own) ? nothing('already_along') : { is: 'join', visit: own, key, host };
	const known = view.get('class', code.room) && code.teachers.every((one) => view.get('person', one));
	return known ? { is: 'begin', code } : nothing('unknown_room');
}

function ofInvitation(code: InvitationCode): Meaning {
	if (code.teacher === mySchool.person) return nothing('own');
	if (code.until < schoolDay(new Date())) return nothing('over');
	const room = roomOf({ classId: code.room, teacherId: code.teacher });
	if (!room) return nothing('unknown_room');
	return { is: 'come', room, asked: askedBy({ id: code.invitation, lookForId: code.lookFor, focusText: code.focus }) };
}

function ofShort(code: Extract<Code, { kind: 'short' }>): Meaning {
	const come = found(code);
	if (!come) return nothing('unknown_room');
	return come.room.teachers.some(({ id }) => id === mySchool.person) ? nothing('own') : { is: 'come', ...come };
}
