import type { Chapter } from '../app/router';

export const chapter: Chapter = {
	screens: {
		sign_in: () => import('./SignIn.svelte'),
		join: () => import('./Join.svelte'),
		first_run: () => import('./FirstRun.svelte'),
		me: () => import('./Me.svelte'),
		people: () => import('./People.svelte'),
		school_backups: () => import('./Backups.svelte'),
	},
	home: [
		{ place: 5, load: () => import('./HomeBackups.svelte') },
		{ place: 50, load: () => import('./HomeLock.svelte') },
	],
};
