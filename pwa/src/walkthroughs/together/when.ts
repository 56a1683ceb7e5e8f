// When a teacher has invited to: the teacher's own words, a day, a period, or until when it holds.
import { dayWithYear, m } from '../../i18n';
import type { Invitation } from './inviting';

export function whenOf({ day, period, times, until }: Pick<Invitation, 'day' | 'period' | 'times' | 'until'>): string {
	const said = [day && dayWithYear(day), period && m.walk_period({ period }), times].filter(Boolean).join(' · ');
	return said || m.together_until({ day: dayWithYear(until ?? '') });
}
