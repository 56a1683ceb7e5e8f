import { m } from '../i18n';

const NAMES: Record<string, () => string> = {
	leader: m.enter_role_leader,
	teacher: m.enter_role_teacher,
	admin: m.enter_role_admin,
	representative: m.enter_role_representative,
	support: m.enter_role_support,
	family: m.enter_role_family,
	learner: m.enter_role_learner,
};

/** What somebody is at the school, in the reader's language; a role of a newer server is shown as it is called there. */
export function roleName(role: string): string {
	return NAMES[role]?.() ?? role;
}
