/** What goes into the lens and what comes out: the words of its data files, and of a reading. */

export const LABELS = ['asset', 'deficit', 'evidence', 'judgement', 'ranking', 'pii', 'neutral', 'question'] as const;
export type Label = (typeof LABELS)[number];
export type Lang = 'en' | 'es';

/**
 * Words that the lens points at. `start` and `end` count code points of the text that was read. `suggestion` takes
 * the place of those words; one that ends in a question mark is a question to its writer instead.
 */
export type Finding = { label: Label; start: number; end: number; rule: string; suggestion: string | null };
export type Reading = { labels: Label[]; findings: Finding[] };

/** A school's own words: they get this label, or with `fine` none of the lens's rules marks them. */
export type OwnWords = { words: string; label: Label | 'fine'; suggestion?: string };
export type Options = { lang?: Lang; adults?: readonly string[]; words?: readonly OwnWords[] };

/**
 * A rule: where its pattern stands, the sentence gets the label. The weights of a label are summed over a sentence;
 * one or more is enough. A rule without `label` guards: what it covers is not marked as any of `spares`.
 */
export type Rule = {
	id: string;
	label?: Label;
	spares?: Label[];
	weight?: number;
	patterns: string[];
	/** Left out of the findings: it counts, and is not pointed at. */
	quiet?: boolean;
	/** It reads the words inside quotations, and no others. */
	inside?: boolean;
};

/** What the lens says about a rule, or about a family of rules (`deficit.`): one sentence, and what to offer. */
export type Saying = { why: string; offer?: string | Record<string, string> };

/** One data file. Every part may be left out; the files of a language are read together. */
export type Source = {
	about?: string;
	/** Phrases by the name of their list. `struggl*` stands for every word that begins so. */
	lists?: Record<string, string[]>;
	/** Lists of verbs as the dictionary has them; the lens knows their other forms. */
	verbs?: Record<string, string[]>;
	/** Forms that no pattern of the language gives: `draw`: `drew drawn`. */
	irregular?: Record<string, string>;
	/** How a word of the text is read: shorthand, contractions, common typing errors. */
	aliases?: Record<string, string>;
	rules?: Rule[];
	says?: Record<string, Saying>;
};
