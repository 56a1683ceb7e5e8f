// What this school has told the lens: the adults of its directory, and its own words. It stays on the device.
import { type Row, view } from '../../db/view';
import type { Options } from '../shapes';

/** Adults by name, and words that are never marked. People who are here as learners are not adults. */
export function known(): Options {
	const own = view.all('lens_word');
	return {
		adults: [...new Set([...adults(), ...texts(own, 'adult')])],
		words: [...texts(own, 'place'), ...texts(own, 'look_for')].map((words) => ({ words, label: 'fine' as const })),
	};
}

function adults(): string[] {
	const learners = new Set(view.all('role', { role: 'learner' }).map(({ personId }) => personId));
	const seats = view.all('team_member').filter(({ personId, perspectives }) => !learners.has(personId) && !perspectives?.includes('learner'));
	const people = view.all('person').filter(({ id }) => !learners.has(id));
	return [...people, ...seats, ...view.all('visited')].flatMap(({ name }) => name ?? []);
}

function texts(own: readonly Row<'lens_word'>[], sort: string): string[] {
	return own.filter((row) => row.sort === sort).flatMap(({ text }) => text ?? []);
}
