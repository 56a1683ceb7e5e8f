import type { Chapter } from '../app/router';

export const chapter: Chapter = {
	screens: {
		walk_new: () => import('./NewWalk.svelte'),
		bin: () => import('./Bin.svelte'),
		walk: () => import('./Walk.svelte'),
		scan: () => import('./together/Scan.svelte'),
		invite: () => import('./together/Invite.svelte'),
	},
	home: [
		{ place: 4, load: () => import('./HomeUnfinished.svelte') },
		{ place: 6, load: () => import('./HomeStart.svelte') },
		{ place: 12, load: () => import('./HomeDrafts.svelte') },
		{ place: 30, load: () => import('./HomeShared.svelte') },
		{ place: 40, load: () => import('./HomeRooms.svelte') },
		{ place: 60, load: () => import('./HomePeer.svelte') },
	],
};
