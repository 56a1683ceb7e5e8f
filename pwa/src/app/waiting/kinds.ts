import { m } from '../../i18n';
import type { Mutation } from '../../sync/wire';

const NAMES: Record<string, () => string> = {
	walkthrough: m.app_kind_walkthrough,
	visited: m.app_kind_walkthrough,
	evidence_note: m.app_kind_evidence_note,
	note_tag: m.app_kind_evidence_note,
	sketch: m.app_kind_sketch,
	stroke: m.app_kind_sketch,
	picture: m.app_kind_picture,
	strength: m.app_kind_strength,
	strength_note: m.app_kind_strength,
	feedback: m.app_kind_feedback,
	response: m.app_kind_response,
	consent: m.app_kind_consent,
	team: m.app_kind_team,
	team_member: m.app_kind_team,
	meeting: m.app_kind_meeting,
	contribution: m.app_kind_contribution,
	decision: m.app_kind_decision,
	next_step: m.app_kind_next_step,
	person: m.app_kind_person,
	role: m.app_kind_person,
	class: m.app_kind_class,
	class_teacher: m.app_kind_class,
	school: m.app_kind_school,
	day_off: m.app_kind_school,
	bell: m.app_kind_school,
};

/** What a change is about, in one or two words. */
export function kindName(mutation: Mutation): string {
	return kindTitle(mutation.ops[0]?.kind ?? '');
}

/** What a kind of row is called. */
export const kindTitle = (kind: string): string => (NAMES[kind] ?? m.app_kind_other)();
