import type { Chapter } from '../app/router';

export const chapter: Chapter = {
	screens: {
		school: () => import('./School.svelte'),
		lens: () => import('./SecondLook.svelte'),
		school_charter: () => import('./CharterDraft.svelte'),
		school_protocol: () => import('./ProtocolDraft.svelte'),
		school_versions: () => import('./Versions.svelte'),
		school_framework: () => import('./Framework.svelte'),
	},
	home: [{ place: 5, load: () => import('./HomeCharter.svelte') }],
};
