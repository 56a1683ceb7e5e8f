import type { Component } from 'svelte';
import type { RouteName, RouteProps } from './paths.ts';

type Loaded<C> = Promise<{ default: C }>;

/** A chapter's screens by route, each a chunk of its own. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a component's props stand in contravariant place
export type Screens = { [N in RouteName]?: () => Loaded<Component<RouteProps<N> & Record<string, any>> | Component> };

/** A part that a chapter puts on the home page; it shows nothing when it has nothing to say to this person. */
export type HomePart = {
	/** Smaller stands higher: 10 = what waits for me, 20 = what I can begin, 30 = what is new. */
	place: number;
	load: () => Loaded<Component>;
};

/** What a chapter gives to the app: exported as `chapter` from the chapter's `chapter.ts`. */
export type Chapter = { screens: Screens; home?: HomePart[] };
