// How far a visit of mine has come, for the home page.
import { childId } from '../db/ids';
import { type Row, view } from '../db/view';

export function isShared(visit: string): boolean {
	return view.get('feedback', childId(visit, 'feedback'))?.shared ?? false;
}

/** The moment of sharing, for sorting. */
export function sharedAt(visit: string): string {
	return view.get('feedback', childId(visit, 'feedback'))?.sharedAt ?? '';
}

/** The visited teachers' answers. */
export function answersTo(visit: Row<'walkthrough'>): Row<'response'>[] {
	return view.all('response', { scope: visit.scope }).filter(({ answer }) => answer);
}
