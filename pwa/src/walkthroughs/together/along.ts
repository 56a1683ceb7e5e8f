// Watching together, as screens read it and observers do it. Neither tablet needs a network for any of this.
import { act, put, remove } from '../../db/act';
import { childId, scopeOf, scopeOwner } from '../../db/ids';
import { type Row, view } from '../../db/view';
import { byBeginning } from '../capturing';
import { type Note, isMine, notesOf, schoolOf, startVisit } from '../visit';
import { type VisitCode, written } from './code';
import { randomLetters } from './letters';

type Visit = Row<'walkthrough'>;
const KEY = 12;

/** The visits that are one with this one, as the server has said. */
export const companionsOf = (visit: Visit): Row<'companion'>[] => view.all('companion', { scope: visit.scope });

/** My wish to watch along with somebody, if I have one here; what the server said of it stands in `outcome`. */
export const joiningIn = (visit: Visit): Row<'joining'> | undefined => view.all('joining', { scope: visit.scope }).at(-1);

/** Whether somebody else holds the feedback of this visit: I have joined them, and nothing spoke against it yet. */
export function isAlong(visit: Visit): boolean {
	const wish = joiningIn(visit);
	return wish !== undefined && (wish.outcome === null || wish.outcome === 'joined');
}

/** Who holds the feedback of a visit that I watched along in, once that is known. */
export const hostOf = (visit: Visit): Row<'companion'> | undefined => companionsOf(visit).find(({ hosts }) => hosts);

/** The visit that holds the feedback: this one, or the one that it was joined to. */
export const feedbackIn = (visit: Visit): string => hostOf(visit)?.walkthroughId ?? visit.id;

/** Somebody else was in this room at the same time, and nobody has joined anybody. */
export function somebodyElseWasHere(visit: Visit): boolean {
	return view.all('also_here', { scope: visit.scope }).length > 0 && companionsOf(visit).length === 0 && !isAlong(visit);
}

/** Both streams, line by line, in the order in which the notes were begun. */
export function allNotesOf(visit: Visit): Note[] {
	const others = companionsOf(visit).flatMap(({ walkthroughId }) => (walkthroughId ? notesOf(walkthroughId) : []));
	return others.length > 0 ? byBeginning([...notesOf(visit.id), ...others]) : notesOf(visit.id);
}

/** Who wrote a note that is not of this visit's own observer; undefined for the own ones. */
export function authorOf(note: Pick<Note, 'scope'>, visit: Visit): string | undefined {
	if (note.scope === visit.scope) return undefined;
	return companionsOf(visit).find(({ walkthroughId }) => walkthroughId === scopeOwner(note.scope))?.name ?? '';
}

/** The code of this visit; it is made when it is first asked for. Who watches along shows the code of the first tablet. */
export async function codeOf(visit: Visit): Promise<VisitCode> {
	const wish = isAlong(visit) ? joiningIn(visit) : undefined;
	const school = schoolOf(visit);
	const key = wish?.key ?? view.all('visit_key', { scope: visit.scope }).at(-1)?.key ?? (await newKey(visit, school));
	const teachers = view.all('visited', { scope: visit.scope }).flatMap(({ personId }) => personId ?? []);
	return { kind: 'visit', school, visit: wish?.hostId ?? visit.id, room: visit.classId ?? '', protocol: visit.protocolId ?? '', key, teachers };
}

/** A code as the text of its picture. Who joined by a typed key knows no first visit, so only the key goes on. */
export function pictureOf(code: VisitCode, visit: Visit): string | undefined {
	const wish = isAlong(visit) ? joiningIn(visit) : undefined;
	return wish && !wish.hostId ? undefined : written(code);
}

async function newKey(visit: Visit, school: string): Promise<string> {
	const key = randomLetters(KEY);
	await act(school, 'show_visit_key', [put('visit_key', childId(visit.id, 'visit_key', key), visit.scope, { key })]);
	return key;
}

/** Watch along with whoever shows this key. `host`: the first visit, if a QR code named it. */
export function join(visit: Pick<Visit, 'id' | 'scope'>, school: string, key: string, host?: string): Promise<string> {
	return act(school, 'join_visit', [put('joining', childId(visit.id, 'joining', key), visit.scope, { key, ...(host && { hostId: host }) })]);
}

/** No longer together: who joined takes the wish back. What comes back joins again. */
export async function leave(visit: Visit): Promise<() => Promise<unknown>> {
	const wishes = view.all('joining', { scope: visit.scope });
	const school = schoolOf(visit);
	await act(school, 'leave_visit', wishes.map(({ id }) => remove('joining', id, visit.scope)));
	return () => Promise.all(wishes.map(({ key, hostId }) => join(visit, school, key ?? '', hostId ?? undefined)));
}

/** No longer together: whoever showed the code sends the other away. */
export const part = (visit: Visit, companion: Row<'companion'>): Promise<string> =>
	act(schoolOf(visit), 'part_from_companion', [remove('companion', companion.id, visit.scope)]);

/** My own visit that goes on in a class, or the newest of this hour: joining belongs there instead of in a second one. */
export function myVisitIn(room: string): Visit | undefined {
	const since = Date.now() - 45 * 60_000;
	const mine = view.all('walkthrough', { classId: room }).filter((one) => isMine(one) && !one.discarded && Date.parse(one.startedAt ?? '') > since);
	return mine.at(-1);
}

/** A visit of mine with this key in it: the same code was taken in before. */
export const joinedWith = (key: string): Visit | undefined =>
	view.all('joining', { key }).flatMap(({ scope }) => view.get('walkthrough', scopeOwner(scope)) ?? []).find((visit) => !visit.discarded);

/** Whether this is the code of a visit of my own. */
export const isMyCode = (key: string): Visit | undefined =>
	view.all('visit_key', { key }).flatMap(({ scope }) => view.get('walkthrough', scopeOwner(scope)) ?? []).find(isMine);

/** Begin an own visit from a code, with class, teachers and protocol as the first tablet has them, and join. */
export async function beginAlong(code: VisitCode, fallback: string): Promise<string> {
	const name = (id: string) => view.get('person', id)?.name ?? '';
	const room = view.get('class', code.room);
	const teachers = code.teachers.map((id) => ({ id, name: name(id) }));
	const protocol = view.get('protocol', code.protocol) ? code.protocol : fallback;
	const id = await startVisit({ room: { id: code.room, title: room?.title ?? '', period: null, place: null, teachers }, teachers, protocol });
	await join({ id, scope: scopeOf('walkthrough', id) }, code.school, code.key, code.visit);
	return id;
}
