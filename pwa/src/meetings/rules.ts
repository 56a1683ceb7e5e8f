// How a meeting begins, keeps its time, decides and ends. What is refused here is refused by
// server/meetings/rules.py too, held equal by tests/wire/meeting_vectors.json. Pure.

export const PHASES = ['gather', 'last_promise', 'strengths', 'notice', 'make_sense', 'grow', 'close'] as const;
export type Phase = (typeof PHASES)[number];

export type MeetingProblem = 'no_purpose' | 'no_decision' | 'no_input_used';
export type DecisionKind = 'shared' | 'leader_with_input' | 'information' | 'none';

export interface Decided {
	readonly text: string | null;
	readonly decisionKind: string | null;
	readonly howUsed: string | null;
}

/** A length to choose from, with the minutes of each phase (server/content/meeting_templates.json). */
export interface Template {
	readonly minutes: number;
	readonly timing: Readonly<Record<string, number>>;
}

/** No meeting without a purpose. */
export function openingProblem(purpose: string | null): MeetingProblem | null {
	return says(purpose) ? null : 'no_purpose';
}

/** A decision says what and whose it is; the leader's, after input, says how the input was used. */
export function decisionProblem(decided: Decided): MeetingProblem | null {
	if (!decided.decisionKind || !says(decided.text)) return 'no_decision';
	return decided.decisionKind === 'leader_with_input' && !says(decided.howUsed) ? 'no_input_used' : null;
}

/** A meeting ends with a decision that holds, or with one that says plainly that there was none. */
export function closingProblem(decisions: readonly Decided[]): MeetingProblem | null {
	const problems = decisions.map(decisionProblem);
	return problems.includes(null) ? null : (problems[0] ?? 'no_decision');
}

/** The phase after this one; null after the last, and after a phase that this app does not know. */
export function phaseAfter(phase: string | null): Phase | null {
	const at = PHASES.findIndex((one) => one === phase);
	return at < 0 ? null : (PHASES[at + 1] ?? null);
}

/**
 * Whole minutes of each phase of a meeting of this length. A length between two templates borrows from the nearest
 * one, in proportion; what rounding leaves over goes to the longest phases, so that they always add up.
 */
export function phaseMinutes(minutes: number, templates: readonly Template[]): Record<Phase, number> {
	const nearest = [...templates].sort((a, b) => Math.abs(a.minutes - minutes) - Math.abs(b.minutes - minutes))[0];
	const exact = PHASES.map((phase) => ({
		phase,
		value: ((nearest?.timing[phase] ?? 0) * minutes) / (nearest?.minutes ?? 1),
	}));
	const left = minutes - exact.reduce((sum, { value }) => sum + Math.floor(value), 0);
	const byRest = [...exact].sort((a, b) => (b.value % 1) - (a.value % 1) || b.value - a.value);
	const longer = new Set(byRest.slice(0, nearest ? left : 0).map(({ phase }) => phase));
	const each = exact.map(({ phase, value }) => [phase, Math.floor(value) + (longer.has(phase) ? 1 : 0)]);
	return Object.fromEntries(each) as Record<Phase, number>;
}

/** How a phase stands: seconds gone and left. `left` is below zero once it runs over, which is said kindly, never in red. */
export function timeOf(
	meeting: { readonly phase: string | null; readonly phaseStartedAt: string | null; readonly minutes: number | null },
	templates: readonly Template[],
	now: Date,
): { readonly gone: number; readonly left: number } | null {
	const phase = PHASES.find((one) => one === meeting.phase);
	if (!phase || !meeting.phaseStartedAt || !meeting.minutes) return null;
	const gone = Math.max(0, Math.floor((now.getTime() - Date.parse(meeting.phaseStartedAt)) / 1000));
	return { gone, left: phaseMinutes(meeting.minutes, templates)[phase] * 60 - gone };
}

/**
 * What a meeting opens with: every promise of the meeting before, however it went, and older ones that are still open;
 * the earliest due first. Promises that this meeting makes are not among them.
 */
export function lastPromises<
	Step extends { readonly meetingId: string | null; readonly status: string | null; readonly due: string | null },
>(steps: readonly Step[], meetingId: string, previousMeetingId: string | null): Step[] {
	return steps
		.filter((step) => step.meetingId !== meetingId)
		.filter((step) => (step.status ?? 'open') === 'open' || step.meetingId === previousMeetingId)
		.sort((a, b) => (a.due ?? '').localeCompare(b.due ?? ''));
}

/** The perspectives that nobody on the team holds. */
export function missingPerspectives(
	members: readonly { readonly perspectives: readonly string[] | null }[],
	every: readonly string[],
): string[] {
	const held = new Set(members.flatMap((member) => member.perspectives ?? []));
	return every.filter((perspective) => !held.has(perspective));
}

function says(text: string | null): boolean {
	return text !== null && text.trim() !== '';
}

/** The perspective that a role brings along, until somebody says more; a learner's or family's is never guessed away. */
const BRINGS: Readonly<Record<string, Perspective>> = {
	leader: 'administrator',
	admin: 'administrator',
	teacher: 'educator',
	representative: 'educator',
	support: 'pupil_services',
	family: 'family',
	learner: 'learner',
};
type Perspective = 'administrator' | 'educator' | 'family' | 'learner' | 'pupil_services';

/** What a new seat begins with: who teaches is covered, unless another team covers the room already (RULINGS 34). */
export function seatFor(roles: readonly string[], coveredElsewhere: boolean): { perspectives: Perspective[]; covered: boolean } {
	const perspectives = [...new Set(roles.flatMap((role) => BRINGS[role] ?? []))];
	return { perspectives, covered: roles.includes('teacher') && !coveredElsewhere };
}

/** The other teams' scopes that cover a person's room. */
export function teamsCovering(
	seats: readonly { readonly scope: string; readonly personId: string | null; readonly covered: boolean | null }[],
	person: string,
	butNot: string,
): string[] {
	return seats.filter((seat) => seat.personId === person && seat.covered && seat.scope !== butNot).map(({ scope }) => scope);
}

/** A day some days after another one: "2026-03-05" and 14 give "2026-03-19". */
export function dayAfter(day: string, days: number): string {
	return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
