// Writes src/lens/EXAMPLES.md: notes before and after, with what the lens itself says about them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { onDisk } from '../src/lens/command.ts';
import { type Finding, type Label, type Lang, type Lexicon, read, why } from '../src/lens/lens.ts';

export type Example = { before: string; after: string };
export const MARKED: readonly Label[] = ['deficit', 'judgement', 'ranking', 'pii'];

const FOLDER = resolve(import.meta.dirname, '../src/lens');
export const PAGE = join(FOLDER, 'EXAMPLES.md');
const SAYS = {
	en: { title: 'English', before: 'Before', after: 'After', offers: 'or:', asks: 'asks:', away: 'take it away', nothing: 'The lens says nothing.', found: 'Found without a mark' },
	es: { title: 'Español', before: 'Antes', after: 'Después', offers: 'o bien:', asks: 'pregunta:', away: 'quitarlo', nothing: 'La lente no dice nada.', found: 'Reconoce sin marcar' },
};
const KIND: Record<Lang, Partial<Record<Label, string>>> = {
	en: { asset: 'a strength', evidence: 'something seen', question: 'a question', neutral: 'a plan or a place' },
	es: { asset: 'una fortaleza', evidence: 'algo visto', question: 'una pregunta', neutral: 'un plan o un lugar' },
};

export function examples(): Record<Lang, Example[]> {
	return JSON.parse(readFileSync(join(FOLDER, 'examples.json'), 'utf8')) as Record<Lang, Example[]>;
}

export function page(lexicon: Lexicon): string {
	const told = examples();
	return `# The lens, before and after

Written by \`npm run examples\` from \`examples.json\`: the marks, the reasons and the offers are the lens's own, and a test checks that this page is what
it says today. What stands after *After* is a person's; the lens has read that too.

${(['en', 'es'] as const).map((lang) => `## ${SAYS[lang].title}\n\n${told[lang].map((one) => shown(one, lang, lexicon)).join('\n')}`).join('\n')}`;
}

function shown({ before, after }: Example, lang: Lang, lexicon: Lexicon): string {
	const says = SAYS[lang];
	const first = read(before, lexicon, { lang });
	const marks = apart(first.findings.filter(({ label }) => MARKED.includes(label)));
	const lines = marks.map((mark) => `- **${cut(before, mark)}**: ${why(mark.rule, lexicon, lang) ?? ''}${offer(mark, lang)}`);
	return [
		`**${says.before}** · ${marked(before, marks)}`,
		'',
		...(lines.length ? lines : [`- ${says.nothing}`]),
		'',
		...(after === before ? [] : [`**${says.after}** · ${after}`, '']),
		`${says.found}: ${read(after, lexicon, { lang }).labels.map((label) => KIND[lang][label] ?? label).join(', ')}.`,
		'',
		'---',
		'',
	].join('\n');
}

/** One mark for each place: the longest, as the screen shows one thing at a time. */
function apart(marks: readonly Finding[]): Finding[] {
	const kept: Finding[] = [];
	for (const mark of [...marks].sort((a, b) => b.end - b.start - (a.end - a.start))) if (!kept.some((one) => one.start < mark.end && mark.start < one.end)) kept.push(mark);
	return kept.sort((a, b) => a.start - b.start);
}

function offer({ suggestion }: Finding, lang: Lang): string {
	if (suggestion === null) return '';
	if (suggestion === '') return ` → *${SAYS[lang].away}*`;
	return ` → ${suggestion.endsWith('?') ? SAYS[lang].asks : SAYS[lang].offers} *${suggestion}*`;
}

function cut(text: string, { start, end }: Finding): string {
	return [...text].slice(start, end).join('');
}

function marked(text: string, marks: readonly Finding[]): string {
	const points = [...text];
	for (const { start, end } of [...marks].sort((a, b) => b.start - a.start)) points.splice(start, end - start, `**${points.slice(start, end).join('')}**`);
	return points.join('');
}

if (process.argv[1] === import.meta.filename) writeFileSync(PAGE, page(onDisk()));
