import type { Chapter } from '../app/router';

export const chapter: Chapter = { screens: {}, home: [{ place: 34, load: () => import('./NewQuestions.svelte') }] };
