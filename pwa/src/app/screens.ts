// Every chapter's screens and home parts, brought together. A chapter that is deleted is deleted here and nowhere else.
import { chapter as feedback } from '../feedback/chapter';
import { chapter as inquiry } from '../inquiry/chapter';
import { chapter as meetings } from '../meetings/chapter';
import { chapter as patterns } from '../patterns/chapter';
import { chapter as people } from '../people/chapter';
import { chapter as prompts } from '../prompts/chapter';
import { chapter as walkthroughs } from '../walkthroughs/chapter';
import type { Chapter, HomePart, Screens } from './router';

const CHAPTERS: Chapter[] = [people, inquiry, walkthroughs, feedback, patterns, prompts, meetings];

export const screens: Screens = {
	home: () => import('./Home.svelte'),
	waiting: () => import('./waiting/Waiting.svelte'),
	ui: () => import('./Gallery.svelte'),
	not_found: () => import('./NotFound.svelte'),
	...Object.assign({}, ...CHAPTERS.map((chapter) => chapter.screens)),
};

/** Home parts that belong to no chapter. */
const OWN: HomePart[] = [
	{ place: 1, load: () => import('./HomeCleared.svelte') },
	{ place: 2, load: () => import('./waiting/HomeWaiting.svelte') },
	{ place: 12, load: () => import('./wordings/HomeWordings.svelte') },
];

export const homeParts: HomePart[] = [...CHAPTERS.flatMap((chapter) => chapter.home ?? []), ...OWN].sort((a, b) => a.place - b.place);
