/** What the lens says about a rule, in the words of the data files. */
import type { Lexicon, Tongue } from './lexicon.ts';
import type { Lang, Saying } from './shapes.ts';
import { normal } from './tokens.ts';

/** Why the rule marks words: one short sentence in the language of the person who reads it. */
export function why(rule: string, lexicon: Lexicon, lang: Lang): string | null {
	return said(lexicon[lang], rule)?.why ?? null;
}

/** What to write instead of `words`, in the language of the note; a question where only the writer knows. */
export function offered(tongue: Tongue, rule: string, words: string): string | null {
	const offer = said(tongue, rule)?.offer;
	if (offer === undefined) return null;
	if (typeof offer === 'string') return cased(offer.replace('{words}', words), words);
	const plain = normal(words);
	const found = Object.keys(offer).filter((key) => key !== '' && (plain === key || plain.startsWith(`${key} `) || plain.endsWith(` ${key}`) || plain.includes(` ${key} `)));
	const best = found.sort((a, b) => b.length - a.length)[0] ?? '';
	const text = offer[best];
	return text === undefined ? null : cased(text.replace('{words}', words), words);
}

/** The saying of the rule, or of the family that it belongs to: `deficit.label.low`, `deficit.label`, `deficit`. */
function said(tongue: Tongue, rule: string): Saying | undefined {
	for (let id = rule; id; id = id.slice(0, Math.max(0, id.lastIndexOf('.')))) {
		const found = tongue.says.get(id);
		if (found) return found;
	}
	return undefined;
}

function cased(text: string, words: string): string {
	return /^\p{Lu}/u.test(words) && !text.endsWith('?') ? text.slice(0, 1).toUpperCase() + text.slice(1) : text;
}
