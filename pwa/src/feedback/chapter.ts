import type { Chapter } from '../app/router';

export const chapter: Chapter = {
	screens: {
		walk_feedback: () => import('./DraftFeedback.svelte'),
		feedback: () => import('./Received.svelte'),
		feedback_one: () => import('./Given.svelte'),
	},
	home: [{ place: 10, load: () => import('./NewFeedback.svelte') }],
};
