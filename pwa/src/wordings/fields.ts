// What each field that people write is called, and how its value is said. What is not here is never asked about: moments
// that a device notes by itself, the order of things, and what names a row. `fields.test.ts` holds it complete.
import dimensions from '$content/dimensions.json';
import meetings from '$content/meeting_templates.json';
import perspectives from '$content/perspectives.json';
import type { Kind } from '../api/kinds';
import { dayWithYear, list, locale, m } from '../i18n';
import type { Json } from '../sync/wire';

export interface FieldWords {
	label: () => string;
	/** The value in words. Two wordings that are said alike are one. */
	say: (value: Json) => string;
	/** What a person writes: in lines, or on one line; else it is chosen from what stands there. */
	written?: 'lines' | 'line';
}

const text = (value: Json): string => (typeof value === 'string' ? value : '');
const lines = (label: () => string): FieldWords => ({ label, say: text, written: 'lines' });
const line = (label: () => string): FieldWords => ({ label, say: text, written: 'line' });
const chosen = (label: () => string, words: Record<string, () => string>): FieldWords => ({ label, say: (value) => words[String(value)]?.() ?? '' });
const either = (label: () => string, yes: () => string, no: () => string): FieldWords => ({ label, say: (value) => (value ? yes : no)() });
const day = (label: () => string): FieldWords => ({ label, say: (value) => (typeof value === 'string' ? dayWithYear(value) : '') });

const number = (label: () => string, words: (said: { count: number }) => string): FieldWords => ({ label, say: (value) => (typeof value === 'number' ? words({ count: value }) : '') });
const language = (label: () => string) => chosen(label, { en: m.wordings_english, es: m.wordings_spanish });
const titled = (all: { id: string; title: Record<string, string> }[]) => (id: Json) => all.find((one) => one.id === id)?.title[locale.current] ?? String(id ?? '');
const several = (label: () => string, say: (one: Json) => string): FieldWords => ({ label, say: (value) => list(Array.isArray(value) ? value.map(say) : []) });

const MONDAY = Date.UTC(2024, 0, 1);
const weekday = (number: Json): string =>
	new Intl.DateTimeFormat(locale.current, { weekday: 'long', timeZone: 'UTC' }).format(MONDAY + (Number(number) - 1) * 86_400_000);

export const FIELDS: Partial<Record<Kind, Record<string, FieldWords>>> = {
	bell: { period: line(m.wordings_bell_period), starts: line(m.wordings_bell_starts), ends: line(m.wordings_bell_ends) },
	charter_draft: {
		minutes: number(m.agreeing_minutes_label, m.agreeing_minutes),
		feedbackDays: number(m.agreeing_days_label, m.agreeing_days),
		threshold: number(m.agreeing_threshold_label, m.agreeing_teachers),
		putAway: either(m.agreeing_draft_title, m.agreeing_put_away, m.agreeing_draft_go_on),
	},
	charter_draft_text: {
		purpose: lines(m.agreeing_part_purpose),
		neverFor: lines(m.agreeing_part_never),
		notice: lines(m.agreeing_part_notice),
		readers: lines(m.agreeing_part_readers),
		keeping: lines(m.agreeing_part_keeping),
	},
	class: {
		title: line(m.wordings_class_title),
		subject: line(m.wordings_class_subject),
		gradeBand: line(m.wordings_class_grade),
		period: line(m.wordings_class_period),
		room: line(m.wordings_class_room),
		ended: either(m.wordings_class, m.wordings_class_ended, m.wordings_class_goes_on),
	},
	consent: { yes: either(m.wordings_consent, m.wordings_yes, m.wordings_no) },
	contribution: { text: lines(m.wordings_thought) },
	decision: {
		text: lines(m.wordings_decision),
		decisionKind: chosen(m.wordings_decision_kind, {
			shared: m.meetings_decision_shared,
			leader_with_input: m.meetings_decision_leader,
			information: m.meetings_decision_information,
			none: m.meetings_decision_none,
		}),
		howUsed: lines(m.wordings_decision_input),
	},
	draft_look_for: { dimension: { label: m.agreeing_dimension, say: titled(dimensions.dimensions) } },
	draft_wording: { text: lines(m.agreeing_look_for) },
	evidence_note: { text: lines(m.wordings_note) },
	feedback: { question: lines(m.wordings_question), shared: either(m.wordings_feedback, m.wordings_shared, m.wordings_not_shared) },
	focus: { until: either(m.wordings_focus, m.wordings_focus_ended, m.wordings_focus_goes_on) },
	invitation: {
		focusText: lines(m.wordings_invitation_focus),
		day: day(m.wordings_invitation_day),
		period: line(m.wordings_bell_period),
		times: line(m.wordings_invitation_times),
		until: day(m.wordings_invitation_until),
	},
	meeting: { phase: { label: m.wordings_phase, say: titled(meetings.phases) }, closedAt: either(m.wordings_meeting, m.wordings_meeting_closed, m.wordings_meeting_open) },
	next_step: {
		status: chosen(m.wordings_step, { open: m.meetings_step_open, done: m.meetings_step_done, learning: m.meetings_step_learning }),
		agreed: either(m.wordings_step_agreed, m.wordings_yes, m.wordings_no),
	},
	person: { name: line(m.wordings_person_name), email: line(m.wordings_person_email), language: language(m.wordings_person_language) },
	picture: { described: lines(m.wordings_picture_described) },
	protocol: { inForce: either(m.agreeing_protocol, m.agreeing_goes_on, m.agreeing_retired_one) },
	protocol_draft: { reason: line(m.agreeing_reason), putAway: either(m.agreeing_drafts, m.agreeing_put_away, m.agreeing_draft_go_on) },
	response: {
		answer: chosen(m.wordings_answer, {
			fits: m.answering_fits,
			context: m.answering_context,
			wonder: m.answering_wonder,
			come_back: m.answering_come_back,
			differently: m.answering_differently,
		}),
		text: lines(m.wordings_answer_words),
	},
	school: {
		name: line(m.wordings_school_name),
		timeZone: line(m.wordings_school_zone),
		language: language(m.wordings_school_language),
		yearStart: day(m.wordings_school_year_start),
		yearEnd: day(m.wordings_school_year_end),
		weekdays: several(m.wordings_school_weekdays, weekday),
		lockAfter: { label: m.wordings_school_lock_after, say: (value) => (typeof value === 'number' ? m.wordings_minutes({ count: value }) : '') },
		lockWanted: either(m.wordings_school_lock_wanted, m.wordings_yes, m.wordings_no),
		photos: either(m.wordings_school_photos, m.wordings_yes, m.wordings_no),
	},
	sketch: { described: lines(m.wordings_sketch_described), paper: chosen(m.wordings_sketch_paper, { blank: m.media_paper_blank, seats: m.media_paper_seats }) },
	strength: { text: lines(m.wordings_strength) },
	team: {
		name: line(m.wordings_team_name),
		purpose: lines(m.wordings_team_purpose),
		patterns: chosen(m.wordings_team_patterns, { rooms: m.meetings_looks_at_rooms, school: m.meetings_looks_at_school }),
	},
	team_member: {
		name: line(m.wordings_member_name),
		perspectives: several(m.wordings_member_perspectives, titled(perspectives.perspectives)),
		covered: either(m.wordings_member_covered, m.wordings_yes, m.wordings_no),
		facilitates: either(m.wordings_member_facilitates, m.wordings_yes, m.wordings_no),
	},
	walkthrough: {
		finishedAt: either(m.wordings_visit, m.wordings_visit_finished, m.wordings_visit_goes_on),
		discarded: either(m.wordings_visit, m.wordings_visit_discarded, m.wordings_visit_kept),
	},
};

/** Fields that one verb writes as one thing: who chooses one of them chooses all. The others are chosen one by one. */
export const TOGETHER: Partial<Record<Kind, readonly (readonly string[])[]>> = {
	response: [['answer', 'text', 'answeredAt']],
	feedback: [['shared', 'sharedAt']],
	meeting: [['phase', 'phaseStartedAt']],
};

/** What a verb wants to hear again about the row: it never changes, so nothing is chosen by it. */
export const ALWAYS: Partial<Record<Kind, readonly string[]>> = { invitation: ['teacherId', 'classId', 'until'], response: ['teacherId'], consent: ['noteId', 'teacherId'] };

/** A person must not be told who wrote a row of this kind: thoughts in a meeting have no name (RULINGS 30). */
export const NAMELESS: readonly Kind[] = ['contribution'];
