// Where a place with two wordings stands in the app, and what is around it: for the one list of them.
import { scopeOwner, scopeType } from '../../db/ids';
import { type Row, view } from '../../db/view';
import { whoOf } from '../../walkthroughs/visit';
import { path } from '../router';

/** The screen on which the row is read, for somebody with this role in its scope. */
export function addressOf(row: Row): string {
	const owner = scopeOwner(row.scope);
	switch (scopeType(row.scope)) {
		case 'walkthrough':
			if (view.roleIn(row.scope) === 'teacher') return path.feedbackOne(owner);
			return row.kind === 'evidence_note' || row.kind === 'walkthrough' ? path.walk(owner) : path.walkFeedback(owner);
		case 'team':
			return meetingOf(row) ? path.meeting(meetingOf(row)) : path.team(owner);
		case 'school':
			return path.school();
		default:
			return row.kind === 'focus' ? path.walkNew() : path.people();
	}
}

/** "Ben Okafor · Math with Ben", "Grade 4 team": what one calls the surroundings. */
export function aroundOf(row: Row): string {
	const owner = scopeOwner(row.scope);
	if (scopeType(row.scope) === 'walkthrough') return [whoOf(owner), view.get('walkthrough', owner)?.classTitle].filter(Boolean).join(' · ');
	if (scopeType(row.scope) === 'team') return view.get('team', owner)?.name ?? '';
	return 'name' in row ? String(row.name ?? '') : 'title' in row ? String(row.title ?? '') : '';
}

function meetingOf(row: Row): string {
	return row.kind === 'meeting' ? row.id : 'meetingId' in row ? String(row.meetingId ?? '') : '';
}
