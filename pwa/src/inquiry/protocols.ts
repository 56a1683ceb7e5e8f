// What the school agreed to look for, as screens read it. Live wherever the view is live.
import { type Row, view } from '../db/view';
import { textFor } from '../i18n';
import { isOffered } from './rules';

/** A text in the reader's language, or in the author's with the `lang` that says so (RULINGS 17). */
export interface Worded {
	text: string;
	lang: string | undefined;
}

/** The words of a protocol (`title`, `focus`) or a look-for (`text`); empty if they are not on this device. */
export function worded(of: string | null | undefined, part: 'title' | 'focus' | 'text'): Worded {
	const rows = view.all('wording', { of: of ?? null, part }).filter((row) => row.language && row.text);
	const found = textFor(rows as (Row<'wording'> & { language: string; text: string })[]);
	return { text: found?.wording.text ?? '', lang: found?.lang };
}

/** The protocols that visits are made with now, in the school's order. */
export function protocolsInForce(school: string): Row<'protocol'>[] {
	const rows = view.all('protocol', { scope: `school:${school}`, inForce: true });
	return rows.sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
}

export function lookForsOf(protocol: string | null | undefined): Row<'look_for'>[] {
	if (!protocol) return [];
	return view.all('look_for', { protocolId: protocol }).sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
}

/** What a team asks the next visits to notice, with the team's name if this reader may know it. */
export interface OfferedFocus {
	id: string;
	lookFor: string;
	protocol: string;
	text: Worded;
	team: string | undefined;
	/** The people of that team, as far as this reader may know them. */
	members: string[];
}

/** The focuses on offer on a day ("2026-03-05"), each look-for once, the newest first. */
export function focusesOn(day: string, school: string): OfferedFocus[] {
	const offered = view.all('focus', { scope: `staff:${school}` }).filter((focus) => isOffered(focus, day));
	const newest = new Map(offered.map((focus) => [focus.lookForId, focus]));
	return [...newest.values()].reverse().flatMap((focus) => {
		const lookFor = view.get('look_for', focus.lookForId);
		const text = worded(lookFor?.id, 'text');
		if (!lookFor?.protocolId || !text.text) return [];
		return [{ id: focus.id, lookFor: lookFor.id, protocol: lookFor.protocolId, text, team: view.get('team', focus.teamId)?.name ?? undefined, members: membersOf(focus.teamId) }];
	});
}

function membersOf(team: string | null): string[] {
	return team ? view.all('team_member', { scope: `team:${team}` }).flatMap(({ personId }) => personId ?? []) : [];
}
