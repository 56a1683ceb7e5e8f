// The messages of signing in and joining, as server/people/schemas.py has them.
import { type Result, getJson, postJson } from './http';

export type PersonView = { id: string; school: string; schoolName: string; name: string; roles: string[] };
export type AccountView = { id: string; name: string; email: string; language: string };
export type SignedIn = { account: AccountView; persons: PersonView[]; device: string; storeKey: string; sessionEnds: string; before?: StoreBefore | null };
/** What this device had not sent at its last contact, if the server knows the device. */
export type StoreBefore = { waiting: number; lastSeen: string | null };
export type Me = { account: AccountView; persons: PersonView[]; device: string; demo: boolean; sessionEnds: string };
export type FrontDoor = { state: 'first_run' | 'ready'; demo: boolean; build: string };
export type JoinOffer = { schoolName: string; name: string; email: string | null; needsPassword: boolean; waitsUntil: string | null };
export type DemoPerson = { person: string; name: string; roles: string[]; schoolName: string };

export type NewSchool = {
	name: string;
	timeZone: string;
	language: string;
	yearStart: string;
	yearEnd: string;
	weekdays: number[];
	daysOff: { day: string; title: string }[];
};
export type NewAdmin = { name: string; email: string; password: string };
/** `device`: the id that this person's store on this device already has, so that it opens with the same key. */
type Here = { deviceLabel: string; device: string | null };

export const door = {
	look: (): Promise<Result<FrontDoor>> => getJson('/api/front-door', { timeoutMs: 6000 }),
	me: (): Promise<Result<Me>> => getJson('/api/me'),
	signIn: (body: { email: string; password: string } & Here): Promise<Result<SignedIn>> => postJson('/api/sign-in', body),
	lookAtLink: (code: string): Promise<Result<JoinOffer>> => postJson('/api/join/look', { code }),
	join: (body: { code: string; email?: string; password?: string; deviceLabel: string }): Promise<Result<SignedIn>> => postJson('/api/join', body),
	firstRun: (body: { token: string; school: NewSchool; admin: NewAdmin; deviceLabel: string }): Promise<Result<SignedIn>> =>
		postJson('/api/first-run', body),
	demoPeople: (): Promise<Result<DemoPerson[]>> => getJson('/api/demo/people'),
	demoSignIn: (body: { person: string } & Here): Promise<Result<SignedIn>> => postJson('/api/demo/sign-in', body),
	/** The store of this device was gone when its person signed in. */
	storeWasCleared: (waiting: number): Promise<Result<null>> => postJson('/api/devices/cleared', { waiting }),
	signOut: (): Promise<Result<null>> => postJson('/api/sign-out'),
};
