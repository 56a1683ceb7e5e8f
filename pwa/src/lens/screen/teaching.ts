// Teaching the lens a word of the school's own. What may be taught, and by whom: server/inquiry/lens_words.py.
import { act, put, remove } from '../../db/act';
import { newId } from '../../db/ids';
import { view } from '../../db/view';

export type Kept = 'adult' | 'place' | 'look_for';

/** Leaders and admins teach for the whole school. */
export const mayTeach = (school: string): boolean => ['leader', 'admin'].includes(view.roleIn(`staff:${school}`) ?? '');

/** From now on every device of the school knows it. Answers how to take that back. */
export async function teach(school: string, sort: Kept, text: string): Promise<() => Promise<string>> {
	const [id, scope] = [newId(), `staff:${school}`];
	await act(school, 'teach_lens_word', [put('lens_word', id, scope, { sort, text })]);
	return () => act(school, 'forget_lens_word', [remove('lens_word', id, scope)]);
}
