import type { Chapter } from '../app/router';

export const chapter: Chapter = {
	screens: {
		school: () => import('./School.svelte'),
		lens: () => import('./SecondLook.svelte'),
		school_charter: () => import('./CharterDraft.svelte'),
	},
	home: [{ place: 5, load: () => import('./HomeCharter.svelte') }],
};
