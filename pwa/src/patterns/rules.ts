// Adding up blocks of releases into what a page may say of each look-for. Pure.
//
// A release says nothing of a look-for that is withheld, and no number where it says nearly all; neither may
// turn into a zero here. So a sum has three parts: the visits with a number, those with "nearly all", and the quiet ones.

export interface Figure {
	readonly lookFor: string;
	readonly noticed: number | null;
	readonly nearlyAll: boolean;
}

/** A released block, from `school_release` or `team_release`. */
export interface Release {
	readonly block: number;
	readonly visits: number;
	readonly figures: readonly Figure[];
	readonly protocolId: string | null;
	readonly closedOn: string;
	readonly firstDay: string;
	readonly lastDay: string;
	readonly group: string;
}

export interface LookFor {
	readonly id: string;
	readonly protocolId: string;
	/** Look-fors of other versions that the team counts as this one, in blocks that closed from a day on. */
	readonly also?: readonly { readonly id: string; readonly protocolId: string; readonly since: string }[];
}

/** What may be said of one look-for over some blocks. Numbers are visits, never teachers. */
export interface Pattern {
	readonly lookFor: string;
	/** In how many of `visits` it was noticed. */
	readonly noticed: number;
	/** The visits of the blocks that give a number: the fraction's other half. */
	readonly visits: number;
	/** The visits of the blocks of which only "nearly all" is said. */
	readonly nearlyAll: number;
	/** The visits of the blocks that say nothing of it. Not seen, or with too few: nobody can tell which. */
	readonly quiet: number;
}

export type Said =
	| { readonly as: 'fraction'; readonly noticed: number; readonly visits: number }
	| { readonly as: 'fraction_and_nearly_all'; readonly noticed: number; readonly visits: number; readonly nearlyAll: number }
	| { readonly as: 'nearly_all'; readonly visits: number }
	| { readonly as: 'withheld' };

/** The blocks that a team looks at: of its own rooms, or all of the school's. */
export function cutFor(
	team: { readonly id: string; readonly patterns: string | null },
	releases: readonly Release[],
): Release[] {
	return releases.filter((release) => team.patterns === 'school' || release.group === team.id);
}

/** What may be said of each look-for, in the order given, over these blocks; each block counts once. */
export function addUp(releases: readonly Release[], lookFors: readonly LookFor[]): Pattern[] {
	const blocks = [...new Map(releases.map((release) => [release.block, release])).values()];
	return lookFors.map((lookFor) => {
		const own = blocks.filter((block) => block.protocolId === lookFor.protocolId);
		const sum = own.reduce(withBlock, { lookFor: lookFor.id, noticed: 0, visits: 0, nearlyAll: 0, quiet: 0 });
		return (lookFor.also ?? []).reduce((all, { id, protocolId, since }) => {
			const declared = blocks.filter((block) => block.protocolId === protocolId && block.closedOn >= since);
			return { ...declared.reduce(withBlock, { ...all, lookFor: id }), lookFor: lookFor.id };
		}, sum);
	});
}

/** The same, block by block in their order: for small pictures over time. */
export function overTime(releases: readonly Release[], lookFor: LookFor): { release: Release; pattern: Pattern }[] {
	return [...releases]
		.filter((release) => release.protocolId === lookFor.protocolId)
		.sort((a, b) => a.block - b.block)
		.flatMap((release) => addUp([release], [lookFor]).map((pattern) => ({ release, pattern })));
}

/** How a pattern is put into words. */
export function said(pattern: Pattern): Said {
	const { noticed, visits, nearlyAll } = pattern;
	if (visits > 0 && nearlyAll > 0) return { as: 'fraction_and_nearly_all', noticed, visits, nearlyAll };
	if (visits > 0) return { as: 'fraction', noticed, visits };
	if (nearlyAll > 0) return { as: 'nearly_all', visits: nearlyAll };
	return { as: 'withheld' };
}

/** Strengths first: nearly all, then the larger fractions; what is withheld comes last. Equal ones keep their order. */
export function strongestFirst(patterns: readonly Pattern[]): Pattern[] {
	return [...patterns].sort((a, b) => share(b) - share(a));
}

/** The span that some blocks cover, in whole weeks, or null if there are none. */
export function spanOf(releases: readonly Release[]): { readonly first: string; readonly last: string } | null {
	const [first] = releases.map((release) => release.firstDay).sort();
	const last = releases.map((release) => release.lastDay).sort().at(-1);
	return first && last ? { first, last } : null;
}

/**
 * What the page says about the next block: at most how many more teachers' visits it awaits, or null while
 * nothing is said. The row is there only once few are awaited (server/patterns/README.md says why).
 */
export function awaited(next: { readonly moreTeachers: number | null } | undefined): number | null {
	return next?.moreTeachers ?? null;
}

function withBlock(sum: Pattern, block: Release): Pattern {
	const figure = block.figures.find((one) => one.lookFor === sum.lookFor);
	if (!figure) return { ...sum, quiet: sum.quiet + block.visits };
	if (figure.noticed === null) return { ...sum, nearlyAll: sum.nearlyAll + block.visits };
	return { ...sum, noticed: sum.noticed + figure.noticed, visits: sum.visits + block.visits };
}

function share(pattern: Pattern): number {
	const counted = pattern.visits + pattern.nearlyAll;
	return counted === 0 ? -1 : (pattern.noticed + pattern.nearlyAll) / counted;
}
