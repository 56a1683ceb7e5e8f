// Protocols while they are made, and what is done with those in force. Live wherever the view is live.
import protocolsShipped from './starters';
import { act, put, remove } from '../db/act';
import { childId, newId } from '../db/ids';
import { type Row, view } from '../db/view';
import { LANGUAGES, textFor } from '../i18n';
import type { InOneLanguage } from './draft-rules';
import { type Worded, lookForsOf, protocolsInForce } from './protocols';

export type Texts = Partial<Record<string, string>>;
export interface Begin {
	title: Texts;
	focus: Texts;
	lookFors: { dimension: string | null; text: Texts }[];
	starter?: string;
	source?: string;
	replaces?: string;
}
type Part = 'title' | 'focus' | 'text';

const DIMENSION = 'teaching';
const staff = (school: string) => `staff:${school}`;

/** Drafts that are open, the newest first. */
export function openProtocolDrafts(school: string): Row<'protocol_draft'>[] {
	return view.all('protocol_draft', { scope: staff(school) }).filter(({ protocolId, putAway }) => !protocolId && !putAway).reverse();
}

export const draftLookFors = (draft: Row<'protocol_draft'>): Row<'draft_look_for'>[] =>
	view.all('draft_look_for', { scope: draft.scope, draftId: draft.id }).sort((a, b) => (a.position ?? 0) - (b.position ?? 0));

/** A text of a draft in one language; empty if there is none. */
export const textIn = (of: string, part: Part, language: string): string => view.get('draft_wording', childId(of, part, language))?.text ?? '';

/** The same for a reader: in their language, else in the other. */
export function draftWorded(of: string, part: Part): Worded {
	const said = LANGUAGES.map((language) => ({ language: language as string, text: textIn(of, part, language) })).filter(({ text }) => text.trim());
	const found = textFor(said);
	return { text: found?.wording.text ?? '', lang: found?.lang };
}

/** A draft language by language, as the rules look at it. */
export function languagesOf(draft: Row<'protocol_draft'>): InOneLanguage[] {
	const lookFors = draftLookFors(draft);
	return LANGUAGES.map((language) => ({
		title: textIn(draft.id, 'title', language),
		focus: textIn(draft.id, 'focus', language),
		lookFors: lookFors.map(({ id }) => textIn(id, 'text', language)),
	}));
}

/** Protocols in force that would stay beside this draft once it is published. */
export const liveBeside = (school: string, draft: Row<'protocol_draft'>): number => protocolsInForce(school).filter(({ id }) => id !== draft.replaces).length;

/** Starters that are not in force and not among the open drafts. */
export function startersToAdopt(school: string) {
	const used = new Set([...protocolsInForce(school), ...openProtocolDrafts(school)].map(({ starter }) => starter));
	return protocolsShipped.filter(({ id }) => !used.has(id));
}

/** Begin a draft; every text stands ready in every language, so that each field saves itself. */
export async function draftProtocol(school: string, begin: Begin): Promise<string> {
	const [id, scope] = [newId(), staff(school)];
	const lookFors = begin.lookFors.map((one, position) => ({ ...one, id: newId(), position }));
	const words = (of: string, part: Part, texts: Texts) => LANGUAGES.map((language) => wording(scope, of, part, language, texts[language] ?? ''));
	const { starter, source, replaces } = begin;
	await act(school, 'draft_protocol', [
		put('protocol_draft', id, scope, { ...(starter && { starter }), ...(source && { source: source.slice(0, 300) }), ...(replaces && { replaces }) }),
		...lookFors.map((one) => put('draft_look_for', one.id, scope, { draftId: id, dimension: one.dimension ?? DIMENSION, position: one.position })),
		...words(id, 'title', begin.title),
		...words(id, 'focus', begin.focus),
		...lookFors.flatMap((one) => words(one.id, 'text', one.text)),
	]);
	return id;
}

/** What a new version begins with: the words of the one that it will replace. */
export function asBefore(protocol: Row<'protocol'>): Begin {
	const texts = (of: string, part: Part): Texts => Object.fromEntries(view.all('wording', { of, part }).map(({ language, text }) => [language ?? '', text ?? '']));
	const lookFors = lookForsOf(protocol.id).map(({ id, dimension }) => ({ dimension, text: texts(id, 'text') }));
	return { title: texts(protocol.id, 'title'), focus: texts(protocol.id, 'focus'), lookFors, replaces: protocol.id };
}

export async function addLookFor(school: string, draft: Row<'protocol_draft'>): Promise<void> {
	const [id, last] = [newId(), draftLookFors(draft).at(-1)];
	const row = put('draft_look_for', id, draft.scope, { draftId: draft.id, dimension: last?.dimension ?? DIMENSION, position: (last?.position ?? -1) + 1 });
	await act(school, 'change_protocol_draft', [row, ...LANGUAGES.map((language) => wording(draft.scope, id, 'text', language, ''))]);
}

/** Take a look-for off a draft; what comes back brings it back. Its words wait where they are. */
export async function dropLookFor(school: string, { id, scope, draftId, dimension, position }: Row<'draft_look_for'>): Promise<() => Promise<string>> {
	await act(school, 'drop_draft_look_for', [remove('draft_look_for', id, scope)]);
	return () => act(school, 'change_protocol_draft', [put('draft_look_for', id, scope, { draftId, dimension, position })]);
}

export const setDimension = (school: string, lookFor: Row<'draft_look_for'>, dimension: string): Promise<string> =>
	act(school, 'change_protocol_draft', [put('draft_look_for', lookFor.id, lookFor.scope, { dimension })]);

export const putAway = (school: string, draft: Row<'protocol_draft'>, away = true): Promise<string> =>
	act(school, 'change_protocol_draft', [put('protocol_draft', draft.id, draft.scope, { putAway: away })]);

/** The deliberate act: the draft becomes a version that never changes. Answers the protocol's id. */
export async function publish(school: string, draft: Row<'protocol_draft'>): Promise<string> {
	const [id, scope] = [newId(), `school:${school}`];
	const lookFors = draftLookFors(draft).map((row, position) => ({ from: row.id, id: newId(), dimension: row.dimension, position }));
	const { starter, source, replaces, reason } = draft;
	const position = view.get('protocol', replaces)?.position ?? protocolsInForce(school).length;
	const said: [string, string, Part][] = [[draft.id, id, 'title'], [draft.id, id, 'focus'], ...lookFors.map((one): [string, string, Part] => [one.from, one.id, 'text'])];
	const words = said.flatMap(([from, of, part]) =>
		LANGUAGES.flatMap((language) => {
			const text = textIn(from, part, language).trim();
			return text ? [put('wording', childId(of, part, language), scope, { of, part, language, text })] : [];
		}),
	);
	await act(school, 'publish_protocol', [
		put('protocol', id, scope, { position, starter, source, replaces, reason, inForce: true }),
		...lookFors.map((one) => put('look_for', one.id, scope, { protocolId: id, dimension: one.dimension, position: one.position })),
		...words,
		put('protocol_draft', draft.id, draft.scope, { protocolId: id }),
	]);
	return id;
}

export const retire = (school: string, protocol: Row<'protocol'>, inForce = false): Promise<string> =>
	act(school, 'retire_protocol', [put('protocol', protocol.id, protocol.scope, { inForce })]);

function wording(scope: string, of: string, part: Part, language: string, text: string) {
	return put('draft_wording', childId(of, part, language), scope, { of, part, language, text });
}

export const commentsCount = (draft: Row<'protocol_draft'>): number => view.all('draft_comment', { scope: draft.scope, draftId: draft.id }).length;
