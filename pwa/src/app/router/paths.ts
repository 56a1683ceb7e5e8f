// Every address of the app. `parse(path.walk(id))` is `{ name: 'walk', id }`, and back again (paths.test.ts).

export type Route =
	| { name: 'home' }
	| { name: 'walk_new' }
	| { name: 'scan' }
	| { name: 'invite' }
	| { name: 'walk'; id: string }
	| { name: 'walk_feedback'; id: string }
	| { name: 'feedback' }
	| { name: 'feedback_one'; id: string }
	| { name: 'patterns' }
	| { name: 'teams' }
	| { name: 'team'; id: string }
	| { name: 'meeting'; id: string }
	| { name: 'people' }
	| { name: 'school' }
	| { name: 'school_backups' }
	| { name: 'school_charter' }
	| { name: 'lens' }
	| { name: 'school_framework' }
	| { name: 'school_protocol'; id: string }
	| { name: 'school_versions'; id: string }
	| { name: 'me' }
	| { name: 'bin' }
	| { name: 'waiting' }
	| { name: 'first_run' }
	| { name: 'join' }
	| { name: 'sign_in' }
	| { name: 'ui' }
	| { name: 'not_found' };

export type RouteName = Route['name'];
/** What a screen gets as props: `{ id }` or nothing. */
export type RouteProps<N extends RouteName> = Omit<Extract<Route, { name: N }>, 'name'>;

const PATTERNS: Record<Exclude<RouteName, 'not_found'>, string> = {
	home: '/',
	walk_new: '/walk/new',
	scan: '/scan',
	invite: '/invite',
	walk: '/walk/:id',
	walk_feedback: '/walk/:id/feedback',
	feedback: '/feedback',
	feedback_one: '/feedback/:id',
	patterns: '/patterns',
	teams: '/teams',
	team: '/team/:id',
	meeting: '/meeting/:id',
	people: '/people',
	school: '/school',
	school_backups: '/school/backups',
	school_charter: '/school/charter',
	lens: '/lens',
	school_framework: '/school/framework',
	school_protocol: '/school/protocol/:id',
	school_versions: '/school/versions/:id',
	me: '/me',
	bin: '/me/bin',
	waiting: '/waiting',
	first_run: '/first-run',
	join: '/join',
	sign_in: '/sign-in',
	ui: '/ui',
};

/** Addresses to write in links: `href={path.walk(id)}`. */
export const path = {
	home: () => '/',
	walkNew: () => '/walk/new',
	scan: () => '/scan',
	invite: () => '/invite',
	walk: (id: string) => `/walk/${encodeURIComponent(id)}`,
	walkFeedback: (id: string) => `/walk/${encodeURIComponent(id)}/feedback`,
	feedback: () => '/feedback',
	feedbackOne: (id: string) => `/feedback/${encodeURIComponent(id)}`,
	patterns: () => '/patterns',
	teams: () => '/teams',
	team: (id: string) => `/team/${encodeURIComponent(id)}`,
	meeting: (id: string) => `/meeting/${encodeURIComponent(id)}`,
	people: () => '/people',
	school: () => '/school',
	schoolBackups: () => '/school/backups',
	schoolCharter: () => '/school/charter',
	lens: () => '/lens',
	schoolFramework: () => '/school/framework',
	schoolProtocol: (id: string) => `/school/protocol/${encodeURIComponent(id)}`,
	schoolVersions: (id: string) => `/school/versions/${encodeURIComponent(id)}`,
	me: () => '/me',
	bin: () => '/me/bin',
	waiting: () => '/waiting',
	firstRun: () => '/first-run',
	join: () => '/join',
	signIn: () => '/sign-in',
	ui: () => '/ui',
} as const;

/** The route of a pathname; the first pattern wins, so fixed words stand before `:id`. A last slash is forgiven. */
export function parse(pathname: string): Route {
	const parts = split(pathname);
	for (const [name, pattern] of Object.entries(PATTERNS)) {
		const id = match(split(pattern), parts);
		if (id !== undefined) return (id === '' ? { name } : { name, id }) as Route;
	}
	return { name: 'not_found' };
}

/** undefined: another address · '': this one, without an id · else the id in it. */
function match(pattern: string[], parts: string[]): string | undefined {
	if (pattern.length !== parts.length) return undefined;
	let id = '';
	for (const [at, wanted] of pattern.entries()) {
		const part = parts[at] ?? '';
		if (wanted === ':id') id = decode(part);
		else if (wanted !== part) return undefined;
	}
	return pattern.includes(':id') && id === '' ? undefined : id;
}

function split(pathname: string): string[] {
	return pathname.split('/').filter(Boolean);
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return ''; // a broken escape is no address of ours
	}
}
