// What a protocol must hold to be published, what a look-for sounds like, and how two versions differ. Pure.
// The limits are those of server/inquiry/rules.py, held equal by tests/wire/protocol_vectors.json.

/** A protocol keeps to few priorities, a school to few protocols; beyond either a reason is asked (RULINGS 19). */
export const MOST_LOOK_FORS = 5;
export const MOST_LIVE = 3;

/** One language of a draft: its title, its focus question, and the text of each look-for. */
export interface InOneLanguage {
	title: string;
	focus: string;
	lookFors: readonly string[];
}

export type NotYet = 'no_look_for' | 'words' | 'reason_look_fors' | 'reason_live';

/** Why a draft cannot be published yet, or undefined. `live`: protocols in force that would stay beside it. */
export function notYet(languages: readonly InOneLanguage[], { live, reason }: { live: number; reason: string | null }): NotYet | undefined {
	const lookFors = Math.max(0, ...languages.map((one) => one.lookFors.length));
	if (lookFors === 0) return 'no_look_for';
	if (!languages.some(isWhole)) return 'words';
	if (reason?.trim()) return undefined;
	if (lookFors > MOST_LOOK_FORS) return 'reason_look_fors';
	return live >= MOST_LIVE ? 'reason_live' : undefined;
}

const isWhole = ({ title, focus, lookFors }: InOneLanguage): boolean => [title, focus, ...lookFors].every((text) => text.trim() !== '');

const LACK: Record<string, RegExp> = {
	en: /(?<!\p{L})(?:not|no|never|lack(?:s|ing)?|without|fail(?:s|ing)?|missing|unable|\p{L}+n['’]t|cannot)(?!\p{L})/iu,
	es: /(?<!\p{L})(?:no|nunca|jamás|sin|faltan?|carecen?|incapaces?|dejan? de)(?!\p{L})/iu,
};

/** Whether a look-for names what is not there. A gentle hint, never in the way: one looks for what can be seen. */
export function soundsLikeALack(text: string, language: string): boolean {
	return LACK[language]?.test(text) ?? false;
}

export interface VersionedLookFor {
	id: string;
	text: string;
	dimension: string | null;
}

export type Difference =
	| { as: 'same' | 'changed'; before: VersionedLookFor; after: VersionedLookFor }
	| { as: 'gone'; before: VersionedLookFor }
	| { as: 'new'; after: VersionedLookFor };

/** Two versions beside each other: equal words are the same, the rest are paired by their place. */
export function differences(before: readonly VersionedLookFor[], after: readonly VersionedLookFor[]): Difference[] {
	const plain = ({ text }: VersionedLookFor) => text.trim().toLowerCase();
	const same = new Map(after.flatMap((one) => before.filter((other) => plain(other) === plain(one)).slice(0, 1).map((other) => [one.id, other] as const)));
	const taken = new Set([...same.values()].map(({ id }) => id));
	const left = before.filter(({ id }) => !taken.has(id));
	const rows = after.map((one, place): Difference => {
		const kept = same.get(one.id);
		if (kept) return { as: 'same', before: kept, after: one };
		const was = before[place];
		const at = was ? left.indexOf(was) : -1;
		const changed = at >= 0 ? left.splice(at, 1)[0] : undefined;
		return changed ? { as: 'changed', before: changed, after: one } : { as: 'new', after: one };
	});
	return [...rows, ...left.map((one): Difference => ({ as: 'gone', before: one }))];
}
