/** Every text and every date, time and number that a person sees. See README.md. */
export { m } from './messages/compiled/messages';
export * from './format';
export { type ProblemName, sentenceOf } from './problems';
export { LANGUAGES, type Language, chooseLanguage, locale, textFor } from './locale.svelte';
