// Pure decisions about roles, the same as `server/people/rules.py`: a screen says why before the server has to.
import type { Kinds } from '../api/kinds';

export type RoleName = NonNullable<Kinds['role']['role']>;
export const ROLES: readonly RoleName[] = ['teacher', 'leader', 'support', 'admin', 'representative', 'family', 'learner'];

/** Why a role cannot be given or ended: a sentence for each stands in `refusing.ts`. */
export type WhyNot = 'last_admin' | 'leads_and_represents' | 'teaches_first' | 'confirmed_by_a_teacher' | 'by_an_admin';

/** A teacher representative teaches and neither leads nor administers, in either order (RULINGS 15). */
export function whyNotHold(role: string, held: readonly string[]): WhyNot | undefined {
	const leads = held.includes('admin') || held.includes('leader');
	if (role === 'representative') return leads ? 'leads_and_represents' : held.includes('teacher') ? undefined : 'teaches_first';
	return (role === 'admin' || role === 'leader') && held.includes('representative') ? 'leads_and_represents' : undefined;
}

/** Teaches, and stands above nobody: whoever leads would else choose who speaks for the teachers. */
const isColleague = (roles: readonly string[]): boolean => roles.includes('teacher') && !roles.includes('admin') && !roles.includes('leader');

/** Admins give roles; a representative is confirmed by another teacher and by nobody above. */
export function whyNotGive(role: string, { giver, held, toSelf }: { giver: readonly string[]; held: readonly string[]; toSelf: boolean }): WhyNot | undefined {
	if (role === 'representative' && (toSelf || !isColleague(giver))) return whyNotHold(role, held) ?? 'confirmed_by_a_teacher';
	if (role !== 'representative' && !giver.includes('admin')) return 'by_an_admin';
	return whyNotHold(role, held);
}

/** As for giving; a representative may also step back, and one admin remains. */
export function whyNotEnd(role: string, { ender, own, admins }: { ender: readonly string[]; own: boolean; admins: number }): WhyNot | undefined {
	if (role === 'representative') return own || isColleague(ender) ? undefined : 'confirmed_by_a_teacher';
	if (!ender.includes('admin')) return 'by_an_admin';
	return role === 'admin' && admins <= 1 ? 'last_admin' : undefined;
}
