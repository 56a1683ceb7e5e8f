import type { Chapter } from '../app/router';

export const chapter: Chapter = {
	screens: {
		feedback: () => import('./Received.svelte'),
		feedback_one: () => import('./Given.svelte'),
	},
	home: [{ place: 10, load: () => import('./NewFeedback.svelte') }],
};
