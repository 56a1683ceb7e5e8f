/** A school's own words, as rules that hold in a sentence. */
import type { Word } from './patterns.ts';
import { LABELS, type OwnWords, type Rule } from './shapes.ts';
import { normal } from './tokens.ts';

type Held = { ruled: { rule: Rule; pattern: { steps: []; first: false; starts: null; text: string } }; start: number; end: number };

export function own(words: readonly Word[], school: readonly OwnWords[]): Held[] {
	return school.flatMap((one) => {
		const parts = normal(one.words).split(/[^\p{L}\d']+/u).filter(Boolean);
		if (!parts.length) return [];
		const rule: Rule = { id: one.label === 'fine' ? 'school.fine' : `${one.label}.school`, patterns: [one.words], ...(one.label === 'fine' ? { spares: [...LABELS] } : { label: one.label }) };
		return words.flatMap((_, at) => {
			const last = words[at + parts.length - 1];
			const found = last && parts.every((part, next) => words[at + next]!.norm === part);
			return found ? [{ ruled: { rule, pattern: { steps: [] as [], first: false, starts: null, text: one.words } }, start: words[at]!.start, end: last.end }] : [];
		});
	});
}
