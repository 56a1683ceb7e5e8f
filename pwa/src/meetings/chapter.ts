import type { Chapter } from '../app/router';

export const chapter: Chapter = {
	screens: {
		teams: () => import('./Teams.svelte'),
		team: () => import('./Team.svelte'),
		meeting: () => import('./Meeting.svelte'),
	},
	home: [
		{ place: 5, load: () => import('./HomeMeeting.svelte') },
		{ place: 14, load: () => import('./HomeSteps.svelte') },
	],
};
