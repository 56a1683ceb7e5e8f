import { describe, expect, it } from 'vitest';
import { sendingOf } from './sending';

const CALM = { refused: 0, unsent: 0, signInNeeded: false, closed: false, arriving: false, online: true };

describe('the line that says where my words are', () => {
	it('never says that all is sent while something waits', () => {
		expect(sendingOf({ ...CALM, unsent: 3 })).toEqual({ at: 'waiting', count: 3, online: true });
		expect(sendingOf({ ...CALM, unsent: 3, online: false })).toEqual({ at: 'waiting', count: 3, online: false });
	});

	it('puts what only the person can solve before what solves itself', () => {
		expect(sendingOf({ ...CALM, unsent: 3, refused: 1, signInNeeded: true })).toEqual({ at: 'attention', count: 1 });
		expect(sendingOf({ ...CALM, unsent: 3, signInNeeded: true })).toEqual({ at: 'sign_in' });
	});

	it('never says that all is on the server on a device that the school has closed', () => {
		expect(sendingOf({ ...CALM, closed: true })).toEqual({ at: 'closed' });
	});

	it('does not say that all is here while the school is still arriving', () => {
		expect(sendingOf({ ...CALM, arriving: true })).toEqual({ at: 'arriving' });
	});

	it('says offline plainly when nothing waits', () => {
		expect(sendingOf({ ...CALM, online: false })).toEqual({ at: 'all_sent', online: false });
	});
});
