// Look-fors of two versions that a team counts as one: said by whoever facilitates it, and never assumed.
import { act, put, remove } from '../db/act';
import { childId } from '../db/ids';
import { type Row, view } from '../db/view';

const LEADS = ['facilitator', 'admin'];

/** The teams for which I may say so. */
export const teamsILead = (): Row<'team'>[] => view.scopes('team').filter((scope) => LEADS.includes(view.roleIn(scope) ?? '')).flatMap((scope) => view.all('team', { scope }));

export function isSame(team: string, earlier: string, later: string): boolean {
	return view.get('same_look_for', childId(team, earlier, later)) !== undefined;
}

/** From `since` ("2026-03-05") on the team counts both together, in the blocks that close from then on. */
export async function setSame(school: string, team: string, [earlier, later]: readonly [string, string], since: string | undefined): Promise<void> {
	const [id, scope] = [childId(team, earlier, later), `team:${team}`];
	if (since) await act(school, 'declare_same_look_for', [put('same_look_for', id, scope, { earlierId: earlier, laterId: later, since })]);
	else await act(school, 'declare_other_look_for', [remove('same_look_for', id, scope)]);
}
