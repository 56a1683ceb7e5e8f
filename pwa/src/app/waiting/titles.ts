// What a group of changes is called, from what this device shows or else from the changes themselves.
import { scopeOwner, scopeType } from '../../db/ids';
import { view } from '../../db/view';
import { list, m } from '../../i18n';
import type { Json, Mutation } from '../../sync/wire';
import { path } from '../router';

/** `key`: a scope, or `meeting:<id>`. */
export function titleOf(key: string, mutations: Mutation[]): string {
	const id = scopeOwner(key);
	switch (scopeType(key)) {
		case 'walkthrough': {
			const names = view.all('visited', { scope: key }).flatMap(({ name }) => name ?? []);
			const known = names.length > 0 ? names : written(mutations, 'visited', 'name');
			return known.length > 0 ? m.waiting_visit({ names: list([...new Set(known)]) }) : m.waiting_visit_plain();
		}
		case 'meeting':
			return m.waiting_meeting({ purpose: view.get('meeting', id)?.purpose ?? written(mutations, 'meeting', 'purpose')[0] ?? '' });
		case 'team':
			return m.waiting_team({ name: view.get('team', id)?.name ?? written(mutations, 'team', 'name')[0] ?? '' });
		case 'person':
			return m.waiting_own();
		default:
			return m.waiting_school();
	}
}

/** Where it can be looked at, if this device shows it. */
export function placeOf(key: string): string | undefined {
	const id = scopeOwner(key);
	if (scopeType(key) === 'walkthrough' && view.get('walkthrough', id)) return path.walk(id);
	if (scopeType(key) === 'meeting' && view.get('meeting', id)) return path.meeting(id);
	return scopeType(key) === 'team' && view.get('team', id) ? path.team(id) : undefined;
}

function written(mutations: Mutation[], kind: string, field: string): string[] {
	const puts = mutations.flatMap(({ ops }) => ops.flatMap((op) => (op.op === 'put' && op.kind === kind ? [op.set[field] as Json] : [])));
	return puts.filter((value) => typeof value === 'string');
}
