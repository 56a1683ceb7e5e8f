import type { Chapter } from '../app/router';

export const chapter: Chapter = {
	screens: { school: () => import('./School.svelte') },
};
