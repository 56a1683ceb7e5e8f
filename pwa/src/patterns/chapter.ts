import type { Chapter } from '../app/router';

export const chapter: Chapter = { screens: { patterns: () => import('./Patterns.svelte') } };
