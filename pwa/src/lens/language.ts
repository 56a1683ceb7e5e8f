/** In which language, or languages, a sentence is written. */
import type { Lexicon } from './lexicon.ts';
import type { Lang } from './shapes.ts';
import type { Sentence } from './tokens.ts';

/** Both, when a sentence holds words of both: a mixed note is read twice. */
export function languages(sentence: Sentence, lexicon: Lexicon, told: Lang | undefined): Lang[] {
	const count = { en: 0, es: 0 };
	for (const { kind, norm, text } of sentence.tokens) {
		if (kind !== 'word') continue;
		const [en, es] = [knows(lexicon, 'en', norm), knows(lexicon, 'es', norm)];
		if (en > es) count.en += en;
		if (es > en) count.es += es;
		if (/[ñáéíóú]/iu.test(text)) count.es += 1;
	}
	const other = (lang: Lang): Lang => (lang === 'en' ? 'es' : 'en');
	const main: Lang = count.en === count.es ? (told ?? 'en') : count.en > count.es ? 'en' : 'es';
	return count[other(main)] >= 2 || (told === other(main) && count[other(main)] > 0) || (count.en === count.es && !told && count.en > 0) ? [main, other(main)] : [main];
}

/** 2: a little word that only this language has; 1: a word of its lists. */
function knows(lexicon: Lexicon, lang: Lang, norm: string): number {
	const node = lexicon[lang].trie.next.get(norm);
	if (node?.ends.includes('little_words')) return 2;
	return node || lexicon[lang].aliases.has(norm) ? 1 : 0;
}
