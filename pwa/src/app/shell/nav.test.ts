import { describe, expect, it } from 'vitest';
import { isCalm, isImmersive, placesFor } from './nav';

const hrefs = (...roles: string[]) => {
	const { bar, rail } = placesFor(roles);
	return { bar: bar.map((place) => place.href), rail: rail.map((place) => place.href) };
};

describe('the places of each person', () => {
	it('a teacher finds feedback, a leader finds visits', () => {
		expect(hrefs('teacher').bar).toEqual(['/', '/feedback', '/patterns', '/teams', '/me']);
		expect(hrefs('leader').bar).toEqual(['/', '/walk/new', '/patterns', '/teams', '/me']);
	});

	it('no more than five lie under the thumb, and the rail has them all', () => {
		const { bar, rail } = hrefs('teacher', 'leader', 'admin');
		expect(bar).toHaveLength(5);
		expect(rail).toEqual(['/', '/walk/new', '/feedback', '/patterns', '/teams', '/people', '/school', '/me']);
	});

	it('an admin finds people under the thumb, where a lost device is closed', () => {
		expect(hrefs('leader', 'admin').bar).toEqual(['/', '/walk/new', '/teams', '/people', '/me']);
		expect(hrefs('admin').bar).toEqual(['/', '/patterns', '/teams', '/people', '/me']);
	});

	it('a family member sees neither visits nor people', () => {
		expect(hrefs('family').rail).toEqual(['/', '/patterns', '/teams', '/me']);
	});

	it('a visit and a meeting have the screen to themselves and are not interrupted', () => {
		for (const route of ['walk', 'meeting'] as const) expect([isImmersive(route), isCalm(route)]).toEqual([true, false]);
		expect([isImmersive('home'), isCalm('home')]).toEqual([false, true]);
	});
});
