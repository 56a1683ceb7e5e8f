// A pattern in words: the same sentence under a strip, in a table and beside a question.
import { m } from '../i18n';
import { type Pattern, said } from './rules';

/** "9 of 14 visits", "nearly all of 14 visits", or both of different blocks. Never a number of teachers. */
export function fractionOf(pattern: Pattern): string {
	const words = said(pattern);
	switch (words.as) {
		case 'fraction':
			return m.ui_visits_of({ noticed: words.noticed, count: words.visits });
		case 'nearly_all':
			return m.ui_nearly_all_visits({ count: words.visits });
		case 'fraction_and_nearly_all':
			return m.patterns_and_nearly_all({
				fraction: m.ui_visits_of({ noticed: words.noticed, count: words.visits }),
				rest: m.ui_nearly_all_visits({ count: words.nearlyAll }),
			});
		case 'withheld':
			return m.patterns_withheld_short();
	}
}
