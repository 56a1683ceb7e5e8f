// What has been released, as this device holds it, put together for a page: the school's cut, or a team's.
import { type Row, view } from '../db/view';
import { lookForsOf } from '../inquiry/protocols';
import { type Pattern, type Release, addUp, cutFor, strongestFirst } from './rules';

/** One protocol's patterns over some blocks. */
export interface Told {
	protocol: string;
	releases: Release[];
	/** Strengths first; the withheld are not among them. */
	patterns: Pattern[];
	/** The look-fors of which nothing can be said; which of them, never why. */
	withheld: string[];
}

/** Whose rooms: the school's, or a team's own cut. */
export type Cut = { school: string } | { team: Row<'team'> };

/** The blocks of a cut. A team's own scope holds what its families read too; the school's fills in what is not here yet. */
export function releasesOf(cut: Cut): Release[] {
	if ('school' in cut) return released('school_release', `school:${cut.school}`);
	const { team } = cut;
	const ours = released('team_release', team.scope);
	return cutFor(team, [...ours, ...released('school_release')]);
}

/**
 * Each protocol that visits were made with, the one with the newest block first. `team`: the one that looks, which
 * counts look-fors of an earlier version with those that it has declared the same.
 */
export function toldBy(releases: readonly Release[], team?: string): Told[] {
	const newest = [...releases].sort((a, b) => b.block - a.block);
	const protocols = [...new Set(newest.flatMap(({ protocolId }) => protocolId ?? []))];
	return protocols.map((protocol) => {
		const own = releases.filter((release) => release.protocolId === protocol);
		const all = strongestFirst(addUp(releases, lookForsOf(protocol).map(({ id }) => ({ id, protocolId: protocol, also: declaredSame(team, id) }))));
		const said = ({ visits, nearlyAll }: Pattern) => visits + nearlyAll > 0;
		return { protocol, releases: own, patterns: all.filter(said), withheld: all.filter((one) => !said(one)).map(({ lookFor }) => lookFor) };
	});
}

/** The newest protocol of which something can be said: what a team looks at first. */
export const newestSaid = (releases: readonly Release[]): Told | undefined => toldBy(releases).find(({ patterns }) => patterns.length > 0);

function declaredSame(team: string | undefined, later: string): { id: string; protocolId: string; since: string }[] {
	const rows = team ? view.all('same_look_for', { scope: `team:${team}`, laterId: later }) : [];
	return rows.flatMap(({ earlierId, since }) => {
		const protocolId = view.get('look_for', earlierId)?.protocolId;
		return earlierId && since && protocolId ? [{ id: earlierId, protocolId, since }] : [];
	});
}

/** At most how many more teachers' visits the next block of a cut awaits, as a row, if the server says so. */
export function nextBlockOf(cut: Cut): Row<'next_block'> | Row<'team_next_block'> | undefined {
	return 'school' in cut ? view.all('next_block', { scope: `school:${cut.school}` })[0] : view.all('team_next_block', { scope: cut.team.scope })[0];
}

function released(kind: 'school_release' | 'team_release', scope?: string): Release[] {
	return view.all(kind, scope ? { scope } : {}).flatMap((row) => {
		const { block, visits, figures, protocolId, closedOn, firstDay, lastDay, group } = row;
		if (block === null || visits === null) return [];
		return [{ block, visits, figures: figures ?? [], protocolId, closedOn: closedOn ?? '', firstDay: firstDay ?? '', lastDay: lastDay ?? '', group: group ?? '' }];
	});
}
