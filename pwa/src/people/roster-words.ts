// What a roster's report says, in the reader's language.
import { m } from '../i18n';
import type { RosterChange, RosterFinding, RosterReport } from './asking';
import { roleName } from './roles';
import { ROSTER_PROBLEMS } from './roster-problems';

export const CHANGES = ['new', 'changed', 'back', 'ended'] as const;
type Group = 'people' | 'classes';

const TITLES: Record<Group, Record<(typeof CHANGES)[number], (count: { count: number }) => string>> = {
	people: { new: m.roster_people_new, changed: m.roster_people_changed, back: m.roster_people_back, ended: m.roster_people_ended },
	classes: { new: m.roster_classes_new, changed: m.roster_classes_changed, back: m.roster_classes_back, ended: m.roster_classes_ended },
};

const FIELDS: Record<string, () => string> = {
	name: m.people_name,
	email: m.people_email,
	roles: m.people_roles,
	title: m.class_title,
	subject: m.class_subject,
	grade_band: m.class_grade,
	period: m.class_period,
	room: m.class_room,
	teachers: m.class_taught_by,
};

const SKIPPED: Record<string, (told: { count: number; file: string }) => string> = {
	students: m.roster_skipped_students,
	families: m.roster_skipped_families,
	not_staff: m.roster_skipped_not_staff,
	not_teaching: m.roster_skipped_not_teaching,
};

/** One finding; a name of a newer server is said in that server's own words. */
export function sentenceOfFinding(finding: Pick<RosterFinding, 'name' | 'sentence' | 'file' | 'column' | 'value'>): string {
	return ROSTER_PROBLEMS[finding.name]?.(finding) ?? finding.sentence;
}

/** "users.csv, row 12, column email". Empty if it is about the whole. */
export function placeOf({ file, row, column }: Pick<RosterFinding, 'file' | 'row' | 'column'>): string {
	return [file, row ? m.roster_row({ row }) : '', column ? m.roster_column({ column }) : ''].filter(Boolean).join(', ');
}

/** Who was passed by and never stored, students above all. */
export function skippedSentence({ file, what, rows }: RosterReport['skipped'][number]): string {
	return SKIPPED[what]?.({ count: rows, file }) ?? m.roster_skipped_not_staff({ count: rows, file });
}

export function changeName(group: Group, change: (typeof CHANGES)[number], count: number): string {
	return TITLES[group][change]({ count });
}

/** What is new or different about one person or class, else where it stands in the file. */
export function toldOf(row: RosterChange): string {
	const details = row.details.map(({ field, before, after }) => {
		const [was, is] = field === 'roles' ? [rolesIn(before), rolesIn(after)] : [before, after];
		return row.change === 'new' ? is : m.roster_detail({ field: FIELDS[field]?.() ?? field, before: was || '–', after: is || '–' });
	});
	return details.filter(Boolean).join('; ') || placeOf({ ...row, column: '' });
}

function rolesIn(listed: string): string {
	return listed.split(', ').filter(Boolean).map(roleName).join(', ');
}
