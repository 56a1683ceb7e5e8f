// One meeting as its screens read it, and what is done in it. Everything goes through the verbs, on this device first.
import content from '$content/meeting_templates.json';
import { act, put } from '../db/act';
import { newId } from '../db/ids';
import { type Row, view } from '../db/view';
import { locale } from '../i18n';
import { empty, seen } from '../sync/merge';
import type { Seen } from '../sync/wire';
import { schoolDay } from '../walkthroughs/rooms';
import { type Phase, lastPromises, phaseMinutes } from './rules';
import { isStaff, me, schoolOf } from './team';

export type Meeting = Row<'meeting'>;
export type Step = Row<'next_step'>;
export type Status = NonNullable<Step['status']>;

export const TEMPLATES = content.templates;
export const ROLES = content.roles.map(({ id, title, does }) => ({ id, title: title as Record<string, string>, does: does as Record<string, string> }));

/** A phase's title, what to do in it, and which questions belong to it, in the reader's language. */
export function phaseText(id: string | null): { title: string; step: string; stems: string[] } {
	const phase = content.phases.find((one) => one.id === id);
	return { title: phase?.title[locale.current] ?? '', step: phase?.step[locale.current] ?? '', stems: phase?.stems ?? [] };
}

export const minutesOf = (meeting: Meeting): number | undefined => (meeting.phase ? phaseMinutes(meeting.minutes ?? 45, TEMPLATES)[meeting.phase] : undefined);

/** A team's meetings, the newest first. */
export const meetingsOf = (scope: string): Meeting[] => view.all('meeting', { scope }).sort((a, b) => (b.startedAt ?? '').localeCompare(a.startedAt ?? ''));

export const openMeetings = (scope: string): Meeting[] => meetingsOf(scope).filter(({ closedAt }) => !closedAt);

export const decisionsIn = (meeting: Meeting): Row<'decision'>[] => view.all('decision', { scope: meeting.scope, meetingId: meeting.id });

export const thoughtsIn = (meeting: Meeting, phase?: Phase): Row<'contribution'>[] =>
	view.all('contribution', { scope: meeting.scope, meetingId: meeting.id, ...(phase && { phase }) });

export const stepsFrom = (meeting: Meeting): Step[] => view.all('next_step', { scope: meeting.scope, meetingId: meeting.id });

/** Whether something of this meeting is only on this device. */
export const isOnItsWay = (meeting: Meeting): boolean => [meeting, ...thoughtsIn(meeting), ...decisionsIn(meeting), ...stepsFrom(meeting)].some(({ pending }) => pending);

/** What this meeting opens with. */
export function promisesBefore(meeting: Meeting): Step[] {
	const earlier = meetingsOf(meeting.scope).find((one) => one.closedAt && (one.startedAt ?? '') < (meeting.startedAt ?? ''));
	return lastPromises(view.all('next_step', { scope: meeting.scope }), meeting.id, earlier?.id ?? null);
}

/** Whether I wrote a thought, so that I may reword it. */
export const isMine = (thought: Row<'contribution'>): boolean => thought.heads['meetingId']?.[0]?.by === me(thought.scope);

/** Begin a meeting. Answers its id once this device has it. */
export async function openMeeting(scope: string, purpose: string, minutes: number): Promise<string> {
	const id = newId();
	const now = new Date().toISOString();
	const begun = { purpose: purpose.trim(), minutes, startedAt: now, phase: 'gather', phaseStartedAt: now, heldBy: me(scope) } as const;
	await act(schoolOf(scope), 'open_meeting', [put('meeting', id, scope, begun)]);
	return id;
}

export const turnTo = (meeting: Meeting, phase: Phase, since = new Date()): Promise<string> =>
	act(schoolOf(meeting.scope), 'turn_to_phase', [put('meeting', meeting.id, meeting.scope, { phase, phaseStartedAt: since.toISOString() }, turned(meeting))]);

/** A turn takes the place of whatever phase is on, also of two that facilitators turned to without seeing each other. */
const turned = ({ id }: Meeting): Seen => seen(view.content(id) ?? empty(), ['phase', 'phaseStartedAt']);

/** More minutes for the phase that is on: everybody's clock sees it begin that much later. */
export async function giveTime(meeting: Meeting, minutes: number): Promise<void> {
	if (!meeting.phase) return;
	const began = Date.parse(meeting.phaseStartedAt ?? '') || Date.now();
	await turnTo(meeting, meeting.phase, new Date(began + minutes * 60_000));
}

/** A thought, without a name on the screen. */
export async function contribute(meeting: Meeting, text: string, promptId: string | undefined): Promise<void> {
	if (!meeting.phase) return;
	const thought = { meetingId: meeting.id, phase: meeting.phase, text: text.trim(), ...(promptId && { promptId }) };
	await act(schoolOf(meeting.scope), 'contribute', [put('contribution', newId(), meeting.scope, thought)]);
}

export interface Promised {
	text: string;
	ownerId: string;
	due: string;
	lookForId: string | null;
	studentEffect: string | null;
}

/** Who does what by when. Its look-for becomes the focus of the next visits in the same step, where I may offer one. */
export async function promise(meeting: Meeting, promised: Promised): Promise<void> {
	const { scope } = meeting;
	const [school, id, today] = [schoolOf(scope), newId(), schoolDay(new Date())];
	const step = put('next_step', id, scope, { ...promised, meetingId: meeting.id, status: 'open', agreed: promised.ownerId === me(scope) });
	const team = scope.slice('team:'.length);
	const offered = promised.lookForId && isStaff();
	const focus = offered ? [put('focus', newId(), `staff:${school}`, { lookForId: promised.lookForId, teamId: team, nextStepId: id, since: today })] : [];
	await act(school, 'promise_next_step', [step, ...focus]);
}

/** Done, learning, or still open. What is no longer open is no longer the focus of visits; opened again, it is. */
export async function report(step: Step, status: Status): Promise<void> {
	if (view.get('next_step', step.id)?.status === status) return; // the row as it is now: undo comes later
	const school = schoolOf(step.scope);
	await act(school, 'report_next_step', [put('next_step', step.id, step.scope, { status })]);
	if (!isStaff()) return;
	const until = status === 'open' ? null : schoolDay(new Date());
	for (const focus of view.all('focus', { scope: `staff:${school}`, nextStepId: step.id })) {
		await act(school, 'end_focus', [put('focus', focus.id, focus.scope, { until })]);
	}
}

export const agree = (step: Step): Promise<string> => act(schoolOf(step.scope), 'agree_next_step', [put('next_step', step.id, step.scope, { agreed: true })]);

export const closeMeeting = (meeting: Meeting): Promise<string> =>
	act(schoolOf(meeting.scope), 'close_meeting', [put('meeting', meeting.id, meeting.scope, { closedAt: new Date().toISOString() })]);

/** My open next steps in all my teams, the earliest due first. */
export function mySteps(): Step[] {
	const steps = view.scopes('team').flatMap((scope) => view.all('next_step', { scope, ownerId: me(scope) }));
	return steps.filter(({ status }) => (status ?? 'open') === 'open').sort((a, b) => (a.due ?? '').localeCompare(b.due ?? ''));
}

/** The open meetings of the teams on which I sit. */
export const meetingsGoingOn = (): Meeting[] => view.scopes('team').filter((scope) => view.roleIn(scope) !== 'admin').flatMap(openMeetings);


