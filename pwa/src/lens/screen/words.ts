// What the screen says about a mark. The lens's own names for what it finds are for rules and tests, never for a screen (RULINGS 36).
import { m } from '../../i18n';
import type { Mark, Sort } from './marks';

const REASONS: Record<Sort, () => string> = {
	deficit: m.lens_why_lack,
	judgement: m.lens_why_verdict,
	ranking: m.lens_why_comparison,
	pii: m.lens_why_student,
};

/** Why these words: what the rule says for itself, or what is true of its kind. */
export const reasonFor = (mark: Pick<Mark, 'sort' | 'why'>): string => mark.why || REASONS[mark.sort]();
