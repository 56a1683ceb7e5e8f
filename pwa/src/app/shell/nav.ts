import { type RouteName, path } from '../router';
import { m } from '../../i18n';
import type { IconName } from '../../ui';

export type Place = { href: string; label: () => string; icon: IconName; routes: RouteName[] };

const HOME: Place = { href: path.home(), label: m.app_nav_home, icon: 'sun', routes: ['home'] };
const VISITS: Place = { href: path.walkNew(), label: m.app_nav_visit, icon: 'door', routes: ['walk_new', 'walk', 'walk_feedback'] };
const FEEDBACK: Place = { href: path.feedback(), label: m.app_nav_feedback, icon: 'speech', routes: ['feedback', 'feedback_one'] };
const PATTERNS: Place = { href: path.patterns(), label: m.app_nav_patterns, icon: 'dots', routes: ['patterns'] };
const TEAMS: Place = { href: path.teams(), label: m.app_nav_teams, icon: 'meeting', routes: ['teams', 'team', 'meeting'] };
const PEOPLE: Place = { href: path.people(), label: m.app_nav_people, icon: 'people', routes: ['people'] };
const SCHOOL: Place = { href: path.school(), label: m.app_nav_school, icon: 'school', routes: ['school', 'school_backups'] };
const ME: Place = { href: path.me(), label: m.app_nav_me, icon: 'person', routes: ['me', 'waiting'] };

/** The places of somebody with these roles, most used first; at most five are for the thumb, the rest for a wide screen. */
export function placesFor(roles: readonly string[]): { bar: Place[]; rail: Place[] } {
	const is = (role: string) => roles.includes(role);
	const observes = is('leader');
	const own = [HOME, ...(observes ? [VISITS] : []), ...(is('teacher') ? [FEEDBACK] : []), PATTERNS, TEAMS];
	const admin = is('admin') ? [PEOPLE, SCHOOL] : [];
	const main = own.length === 5 || (is('admin') && own.length === 4) ? own.filter((place) => place !== PATTERNS) : own;
	const bar = is('admin') && main.length < 4 ? [...main, PEOPLE] : main; // a lost device is closed from there, in four taps
	return { bar: [...bar, ME], rail: [...own, ...admin, ME] };
}

/** Rooms without furniture: the whole screen belongs to the visit or the meeting. */
export function isImmersive(route: RouteName): boolean {
	return route === 'walk' || route === 'meeting';
}

/** A new version is only mentioned where nobody is in the middle of writing or speaking. */
export function isCalm(route: RouteName): boolean {
	return !['walk', 'walk_new', 'walk_feedback', 'feedback_one', 'meeting', 'first_run', 'join'].includes(route);
}
