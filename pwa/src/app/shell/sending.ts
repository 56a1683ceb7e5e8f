/** Where the person's words are, in order of what a person should hear first. */
export type Sending =
	| { at: 'attention'; count: number }
	| { at: 'sign_in' }
	| { at: 'foreign_page' }
	| { at: 'closed' }
	| { at: 'arriving' }
	| { at: 'waiting'; count: number; online: boolean }
	| { at: 'all_sent'; online: boolean };

/** What the store and the last round trip know, as one sentence's worth. */
export function sendingOf(known: { refused: number; unsent: number; signInNeeded: boolean; closed: boolean; foreignPage?: boolean; arriving: boolean; online: boolean }): Sending {
	if (known.closed) return { at: 'closed' };
	if (known.refused > 0) return { at: 'attention', count: known.refused };
	if (known.signInNeeded) return { at: 'sign_in' };
	if (known.foreignPage) return { at: 'foreign_page' };
	if (known.arriving) return { at: 'arriving' };
	if (known.unsent > 0) return { at: 'waiting', count: known.unsent, online: known.online };
	return { at: 'all_sent', online: known.online };
}
