import { isLocale, locales, overwriteGetLocale } from './messages/compiled/runtime';

export type Language = (typeof locales)[number];
export const LANGUAGES: readonly Language[] = locales;

const KEPT = 'brightwalk.language';
const first = kept() ?? ofTheDevice();
let current = $state<Language>(first);
overwriteGetLocale(() => current);
if (typeof document !== 'undefined') document.documentElement.lang = first;

/** The language on the screen now; reading it in a component or a message call makes that place follow a change. */
export const locale = {
	get current(): Language {
		return current;
	},
	/** Has the person (or their account) chosen on this device, or do we follow the device? */
	get chosen(): boolean {
		return kept() !== undefined;
	},
};

export function chooseLanguage(language: string): void {
	if (!isLocale(language)) return;
	current = language;
	document.documentElement.lang = language;
	localStorage.setItem(KEPT, language);
}

/**
 * The wording for this reader out of texts written per language: their own, else the author's (the first), with the
 * `lang` that the element must carry when it is another one (RULINGS 17).
 */
export function textFor<T extends { language: string }>(wordings: readonly T[]): { wording: T; lang: string | undefined } | undefined {
	const own = wordings.find((wording) => wording.language === current);
	const wording = own ?? wordings[0];
	return wording && { wording, lang: own ? undefined : wording.language };
}

function kept(): Language | undefined {
	const value = typeof localStorage === 'undefined' ? null : localStorage.getItem(KEPT);
	return value !== null && isLocale(value) ? value : undefined;
}

function ofTheDevice(): Language {
	const wished = typeof navigator === 'undefined' ? [] : navigator.languages;
	return wished.map((tag) => tag.slice(0, 2)).find(isLocale) ?? 'en';
}
