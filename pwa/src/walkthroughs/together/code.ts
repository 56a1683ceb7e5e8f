/**
 * What a QR code of ours says, and what may be typed instead. It travels between two tablets without any network, so it
 * names everything by id: school, visit or invitation, class, teachers, protocol version. Pure.
 *
 * `BW1` and letters: a byte for what it is, then its parts, then a checksum of four bytes. Version 1 is read for ever.
 */
import { checked, fromLetters, inGroups, tidied, toLetters, withCheck } from './letters';

const PREFIX = 'BW';
const VERSION = '1';
const [VISIT, INVITATION] = [1, 2];
/** A key alone: 60 bits and a check. An invitation in short: where and what to look for, and a check. */
const [KEY_LETTERS, SHORT_LETTERS] = [13, 12];
const LONGEST_FOCUS = 240;

export interface VisitCode {
	kind: 'visit';
	school: string;
	visit: string;
	room: string;
	protocol: string;
	/** Twelve letters. */
	key: string;
	teachers: string[];
}

export interface InvitationCode {
	kind: 'invitation';
	school: string;
	invitation: string;
	room: string;
	teacher: string;
	lookFor: string | null;
	/** The last school day on which it holds. */
	until: string;
	focus: string;
}

export type Code = VisitCode | InvitationCode | { kind: 'key'; key: string } | { kind: 'short'; lesson: string; lookFor: string };
export type Unreadable = 'foreign' | 'damaged' | 'newer' | 'mistyped';

export function written(code: VisitCode | InvitationCode): string {
	const bytes = code.kind === 'visit' ? ofVisit(code) : ofInvitation(code);
	return PREFIX + VERSION + toLetters(Uint8Array.from([...bytes, ...crc(bytes)]));
}

/** What was scanned, typed or pasted; or why it says nothing here. */
export function read(text: string): Code | Unreadable {
	const letters = tidied(text);
	if (letters.startsWith(PREFIX) && letters.length > 40) return payload(letters.slice(PREFIX.length));
	if (!/^[0-9A-Z]{10,15}$/u.test(letters)) return 'foreign';
	const plain = checked(letters);
	if (plain && letters.length === KEY_LETTERS) return { kind: 'key', key: plain };
	if (plain && letters.length === SHORT_LETTERS) return { kind: 'short', lesson: plain.slice(0, 6), lookFor: plain.slice(6) };
	return 'mistyped';
}

/** A key as it is shown: three groups, the last with its check. */
export const shownKey = (key: string): string => inGroups(withCheck(key));

/** An invitation in short: found again among what the other tablet holds. `lesson` is the id of who teaches which class. */
export const shortCode = (lesson: string, lookFor: string | null): string => inGroups(withCheck(lessonMark(lesson) + lookForMark(lookFor)));

/** The marks by which a short code finds a lesson (30 bits) and a look-for (25 bits) again. */
export const lessonMark = (lesson: string): string => toLetters(bytesOf(lesson)).slice(-8, -2);
export const lookForMark = (lookFor: string | null): string => (lookFor ? toLetters(bytesOf(lookFor)).slice(-7, -2) : '00000');

function payload(letters: string): Code | Unreadable {
	if (letters[0] !== VERSION) return /^[2-9]/u.test(letters) ? 'newer' : 'damaged';
	const bytes = fromLetters(letters.slice(1));
	if (!bytes || bytes.length < 5) return 'damaged';
	const [said, check] = [bytes.slice(0, -4), bytes.slice(-4)];
	if (crc(said).some((byte, at) => byte !== check[at])) return 'damaged';
	if (said[0] === VISIT) return toVisit(said);
	return said[0] === INVITATION ? toInvitation(said) : 'newer';
}

const ofVisit = ({ school, visit, room, protocol, key, teachers }: VisitCode): number[] => [
	VISIT,
	...[school, visit, room, protocol].flatMap((id) => [...bytesOf(id)]),
	...(fromLetters(`${key}0`) ?? []),
	teachers.length,
	...teachers.flatMap((id) => [...bytesOf(id)]),
];

function toVisit(said: Uint8Array): Code | Unreadable {
	const many = said[73] ?? 0;
	if (said.length !== 74 + 16 * many || many < 1) return 'damaged';
	const [school = '', visit = '', room = '', protocol = ''] = [1, 17, 33, 49].map((at) => idAt(said, at));
	const teachers = Array.from({ length: many }, (_, at) => idAt(said, 74 + 16 * at));
	return { kind: 'visit', school, visit, room, protocol, key: toLetters(said.slice(65, 73)).slice(0, 12), teachers };
}

const ofInvitation = ({ school, invitation, room, teacher, lookFor, until, focus }: InvitationCode): number[] => [
	INVITATION,
	...[school, invitation, room, teacher, lookFor ?? NOBODY].flatMap((id) => [...bytesOf(id)]),
	...dayBytes(until),
	...cut(focus),
];

function toInvitation(said: Uint8Array): Code | Unreadable {
	if (said.length < 84) return 'damaged';
	const [school = '', invitation = '', room = '', teacher = '', asked = ''] = [1, 17, 33, 49, 65].map((at) => idAt(said, at));
	const days = ((said[81] ?? 0) << 8) | (said[82] ?? 0);
	const until = new Date(days * DAY).toISOString().slice(0, 10);
	const focus = new TextDecoder().decode(said.slice(83, -1));
	return { kind: 'invitation', school, invitation, room, teacher, lookFor: asked === NOBODY ? null : asked, until, focus };
}

const NOBODY = '00000000-0000-0000-0000-000000000000';
const DAY = 86_400_000;

function dayBytes(day: string): number[] {
	const days = Math.min(Math.max(Math.round(Date.parse(`${day}T00:00:00Z`) / DAY) || 0, 0), 0xffff); // until 2149
	return [days >> 8, days & 255];
}

/** Words as bytes, whole characters only, closed by a zero so that a padded end stays apart from them. */
function cut(focus: string): number[] {
	let said = focus.toWellFormed();
	while (new TextEncoder().encode(said).length > LONGEST_FOCUS) said = [...said].slice(0, -1).join('');
	return [...new TextEncoder().encode(said), 0];
}

function bytesOf(id: string): Uint8Array {
	return Uint8Array.from(id.replaceAll('-', '').match(/../gu) ?? [], (two) => parseInt(two, 16));
}

function idAt(bytes: Uint8Array, at: number): string {
	const hex = [...bytes.slice(at, at + 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
}

/** CRC-32 (IEEE 802.3). */
function crc(bytes: ArrayLike<number>): number[] {
	let sum = 0xffffffff;
	for (const byte of Array.from(bytes)) {
		sum ^= byte;
		for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
	}
	const said = ~sum >>> 0;
	return [24, 16, 8, 0].map((shift) => (said >>> shift) & 255);
}
