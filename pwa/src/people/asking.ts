// What this chapter asks the server for at once: devices, join links, passwords, rosters. Everything else travels by sync.
import type { API } from '../api/generated/messages';
import type { Mutation } from '../sync/wire';
import { type Result, getJson, postFile, postJson } from '../api/http';

export type Devices = API.listDevices.Http200.ResponseBody;
export type Device = Devices['devices'][number];
export type TakenIn = API.letDeviceIn.Http200.ResponseBody;
export type Held = { mutations: Mutation[] };
export type PendingLink = Devices['links'][number];
export type JoinLink = API.makeJoinLink.Http201.ResponseBody;
export type Backups = API.backups.Http200.ResponseBody;
export type Restoration = Backups['restorations'][number];
export type RosterReport = API.previewRoster.Http200.ResponseBody;
export type RosterFinding = RosterReport['problems'][number];
export type RosterChange = RosterReport['rows'][number];

/** A roster that somebody handed over. `from`: which of its schools; `same`: ids of people known to be those with the same address. */
export type HandedOver = { file: Blob; name: string; school: string; from: string; same: readonly string[] };

export const asking = {
	/** Mine, or as an admin those of a person of the school. */
	devices: (person?: string): Promise<Result<Devices>> => getJson(person ? `/api/devices?person=${person}` : '/api/devices'),
	backups: (school: string): Promise<Result<Backups>> => getJson(`/api/schools/${school}/backups`),
	closeDevice: (device: string, closing: 'seal' | 'erase'): Promise<Result<null>> => postJson(`/api/devices/${device}/revoke`, { closing }),
	letIn: (device: string): Promise<Result<TakenIn>> => postJson(`/api/devices/${device}/let-in`),
	held: (device: string): Promise<Result<Held>> => getJson(`/api/devices/${device}/held`),
	decideOnHeld: (device: string, take: boolean): Promise<Result<TakenIn>> => postJson(`/api/devices/${device}/held`, { take }),
	joinLink: (person: string): Promise<Result<JoinLink>> => postJson(`/api/people/${person}/join-link`),
	confirmLink: (link: string): Promise<Result<null>> => postJson(`/api/join-links/${link}/confirm`),
	refuseLink: (link: string): Promise<Result<null>> => postJson(`/api/join-links/${link}/refuse`),
	changePassword: (old: string, fresh: string): Promise<Result<null>> => postJson('/api/password', { old, new: fresh }),
	chooseLanguage: (language: string): Promise<Result<null>> => postJson('/api/me/language', { language }),
	previewRoster: (roster: HandedOver): Promise<Result<RosterReport>> => postFile(`/api/roster/preview?${asked(roster)}`, roster.file),
	importRoster: (roster: HandedOver, confirm: boolean): Promise<Result<RosterReport>> =>
		postFile(`/api/roster/import?${asked(roster)}&confirm=${confirm}`, roster.file),
};

/** Where the template lies, in the reader's language. */
export function rosterTemplate(language: string): string {
	return `/api/roster/template?language=${language}`;
}

function asked({ name, school, from, same }: HandedOver): string {
	const words = new URLSearchParams({ school, file: name });
	if (from) words.set('from', from);
	for (const id of same) words.append('same', id);
	return words.toString();
}
