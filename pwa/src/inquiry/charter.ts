// The charter as screens read it, and what leaders and the representative do about it. Live wherever the view is live.
import defaults from '$content/charter.json';
import { act, put, remove } from '../db/act';
import { childId, newId } from '../db/ids';
import { type Row, view } from '../db/view';
import { LANGUAGES, textFor } from '../i18n';
import { TEXTS, type Side, type TextPart, sideOf, signingProblem } from './charter-rules';
import type { Worded } from './protocols';

export type Numbers = { minutes: number; feedbackDays: number; threshold: number };
export type Language = (typeof LANGUAGES)[number];

export const DEFAULTS: Numbers = { minutes: 15, feedbackDays: 2, threshold: defaults.smallestGroup };
/** Where the app's own text says what a charter of the school's will say. */
const SAID_BY: Record<TextPart, string> = { purpose: 'purpose', neverFor: 'not_appraisal', notice: 'notice', readers: 'who_reads', keeping: 'keeping' };

/** What an agreement says to a reader, whether in force, waiting or a draft. */
export interface Terms extends Numbers {
	said: (part: TextPart) => Worded;
}

export interface InForce {
	charter: Row<'charter'>;
	number: number;
	since: string;
}

/** The charter under which visits are made now; none before both sides have signed the first. */
export function charterInForce(school: string): InForce | undefined {
	const standing = view.all('charter_in_force', { scope: `school:${school}` }).sort((a, b) => (b.number ?? 0) - (a.number ?? 0))[0];
	const charter = view.get('charter', standing?.charterId);
	return standing && charter && { charter, number: standing.number ?? 1, since: standing.since ?? '' };
}

/** School days until feedback, under the charter that a visit was made with. */
export const feedbackDaysOf = (charter: string | null): number => view.get('charter', charter)?.feedbackDays ?? DEFAULTS.feedbackDays;

/** Texts that have a signature and wait for the other side's, the newest first. */
export function waitingCharters(school: string): Row<'charter'>[] {
	const standing = charterInForce(school)?.charter.id ?? null;
	const open = view.all('charter', { scope: `school:${school}` }).filter((one) => one.id !== standing && (one.replaces ?? null) === standing);
	return open.filter((one) => signaturesOf(one).length > 0).reverse();
}

export interface Signature {
	person: string;
	side: Side;
	name: string;
	pending: boolean;
}

/** Who has signed. The server writes the names; one's own is known before it has. */
export function signaturesOf(charter: Row<'charter'>): Signature[] {
	return view.all('charter_signature', { scope: charter.scope, charterId: charter.id }).flatMap(({ personId, side, name, pending }) => {
		const called = name ?? view.get('person', personId)?.name ?? '';
		return personId && side ? [{ person: personId, side, name: called, pending }] : [];
	});
}

/** What I may do about a text that waits: sign it for my side, take my signature back, or nothing. */
export function mySign(school: string, charter: Row<'charter'>): 'sign' | 'withdraw' | null {
	const roles = view.rolesIn(school);
	const [side, standing] = [sideOf(roles), charterInForce(school)];
	if (signaturesOf(charter).some(({ person }) => person === view.personIn(school))) return 'withdraw';
	const asked = { roles, inForce: standing?.charter.id === charter.id, replaces: charter.replaces ?? null, standing: standing?.charter.id ?? null };
	return side && signingProblem(side, asked) === null ? 'sign' : null;
}

/** Texts that wait for a signature of my side. */
export function waitForMe(school: string): Row<'charter'>[] {
	const side = sideOf(view.rolesIn(school));
	return waitingCharters(school).filter((one) => mySign(school, one) === 'sign' && !signaturesOf(one).some((signed) => signed.side === side));
}

export const termsOf = (charter: Row<'charter'>): Terms => ({
	...numbersIn(charter),
	said: (part) => worded(view.all('charter_text', { scope: charter.scope, charterId: charter.id }), part),
});

export const termsOfDraft = (draft: Row<'charter_draft'>): Terms => ({
	...numbersIn(draft),
	said: (part) => worded(view.all('charter_draft_text', { scope: draft.scope, draftId: draft.id }), part),
});

/** The drafts that leaders are writing, the newest first. */
export function openDrafts(school: string): Row<'charter_draft'>[] {
	return view.all('charter_draft', { scope: `leaders:${school}` }).filter(({ charterId, putAway }) => !charterId && !putAway).reverse();
}

/** Begin a draft in every language: from an agreement of the school's, or from the text that the app starts with. */
export async function draftCharter(school: string, from?: Row<'charter'>): Promise<string> {
	const [id, scope] = [newId(), `leaders:${school}`];
	const numbers = from ? numbersIn(from) : DEFAULTS;
	const texts = LANGUAGES.map((language) => {
		const said = from ? wordsOf(from, language) : shippedIn(language);
		return put('charter_draft_text', childId(id, language), scope, { draftId: id, language, ...said });
	});
	const replaces = charterInForce(school)?.charter.id ?? null;
	await act(school, 'draft_charter', [put('charter_draft', id, scope, { ...numbers, replaces }), ...texts]);
	return id;
}

export const changeDraft = (school: string, draft: Row<'charter_draft'>, fields: Partial<Numbers & { putAway: boolean }>): Promise<string> =>
	act(school, 'change_charter_draft', [put('charter_draft', draft.id, draft.scope, fields)]);

/** Lay a draft before the school, and sign it for leadership. Own signatures under other texts that wait are taken back. */
export async function layOpen(school: string, draft: Row<'charter_draft'>): Promise<void> {
	const [id, scope] = [newId(), `school:${school}`];
	const texts = view.all('charter_draft_text', { scope: draft.scope, draftId: draft.id }).filter((row) => TEXTS.some((part) => row[part]?.trim()));
	const said = texts.map((row) => {
		const words = Object.fromEntries(TEXTS.map((part) => [part, row[part] ?? '']));
		return put('charter_text', childId(id, row.language ?? ''), scope, { charterId: id, language: row.language, ...words });
	});
	for (const other of waitingCharters(school)) if (mySign(school, other) === 'withdraw') await withdraw(school, other.id);
	const charter = put('charter', id, scope, { ...numbersIn(draft), replaces: charterInForce(school)?.charter.id ?? null });
	await act(school, 'lay_open_charter', [charter, ...said, put('charter_draft', draft.id, draft.scope, { charterId: id })]);
	await sign(school, id);
}

export async function sign(school: string, charter: string): Promise<void> {
	const [personId, side] = [view.personIn(school), sideOf(view.rolesIn(school))];
	await act(school, 'sign_charter', [put('charter_signature', childId(charter, personId), `school:${school}`, { charterId: charter, personId, side })]);
}

export async function withdraw(school: string, charter: string): Promise<void> {
	await act(school, 'withdraw_signature', [remove('charter_signature', childId(charter, view.personIn(school)), `school:${school}`)]);
}

function worded<T extends Partial<Record<TextPart, string | null>> & { language: string | null }>(rows: readonly T[], part: TextPart): Worded {
	const said = rows.flatMap((row) => (row.language && row[part]?.trim() ? [{ language: row.language, text: row[part] ?? '' }] : []));
	const found = textFor(said);
	return { text: found?.wording.text ?? '', lang: found?.lang };
}

function wordsOf(charter: Row<'charter'>, language: Language): Partial<Record<TextPart, string>> {
	const row = view.get('charter_text', childId(charter.id, language));
	return Object.fromEntries(TEXTS.map((part) => [part, row?.[part] ?? '']));
}

function shippedIn(language: Language): Record<TextPart, string> {
	const article = (part: TextPart) => defaults.articles.find(({ id }) => id === SAID_BY[part])?.text[language] ?? '';
	return Object.fromEntries(TEXTS.map((part) => [part, article(part)])) as Record<TextPart, string>;
}

function numbersIn(row: { minutes: number | null; feedbackDays: number | null; threshold: number | null }): Numbers {
	const { minutes, feedbackDays, threshold } = row;
	return { minutes: minutes ?? DEFAULTS.minutes, feedbackDays: feedbackDays ?? DEFAULTS.feedbackDays, threshold: threshold ?? DEFAULTS.threshold };
}
