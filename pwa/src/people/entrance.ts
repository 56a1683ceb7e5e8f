// From a good sign-in to an open store. Screens call `enter`.
import type { SignedIn } from '../api/door';
import type { Problem, Result } from '../api/http';
import { NoKey } from '../db/shelf';
import { m } from '../i18n';
import { KNOWN } from '../sync/emptied';
import { entered } from './entered';

/** Opens the store of whoever has just signed in; a refusal comes back for the screen to say. */
export async function enter(result: Result<SignedIn>, who: string): Promise<Problem | undefined> {
	if (!result.ok) return result.problem;
	try {
		await entered(result.value);
	} catch (error) {
		const detail = error instanceof NoKey ? m.lock_no_key() : m.enter_no_store();
		return { status: 0, number: '0.2', name: 'no_store', detail, particulars: {} };
	}
	remember(who, result.value.device);
	return undefined;
}

/** The id that this person's store on this device was given, so that the server hands out the same key again. */
export function knownDevice(who: string): string | null {
	return known()[key(who)] ?? null;
}

/** Its store was taken away on purpose: nobody is to believe later that the browser did it. */
export function forgetDevice(device: string): void {
	localStorage.setItem(KNOWN, JSON.stringify(Object.fromEntries(Object.entries(known()).filter(([, one]) => one !== device))));
}

/** With which address a device of this id was signed in here; empty if it is not known. */
export function emailOn(device: string): string {
	const who = Object.entries(known()).find(([, id]) => id === device)?.[0] ?? '';
	return who.includes('@') ? who : '';
}

/** "iPad", "Windows · Firefox": how this device is called in the person's list of devices. */
export function deviceLabel(agent: string = navigator.userAgent, touchPoints: number = navigator.maxTouchPoints): string {
	const machine = MACHINES.find(([sign]) => sign.test(agent))?.[1] ?? 'Device';
	// iPadOS calls itself a Mac; no Mac has a touch screen.
	const body = machine === 'Mac' && touchPoints > 1 ? 'iPad' : machine;
	const browser = BROWSERS.find(([sign]) => sign.test(agent))?.[1];
	return browser === undefined ? body : `${body} · ${browser}`;
}

const MACHINES: [RegExp, string][] = [
	[/iPad/, 'iPad'],
	[/iPhone/, 'iPhone'],
	[/CrOS/, 'Chromebook'],
	[/Android/, 'Android'],
	[/Windows/, 'Windows'],
	[/Macintosh/, 'Mac'],
	[/Linux/, 'Linux'],
];
const BROWSERS: [RegExp, string][] = [
	[/Edg\//, 'Edge'],
	[/Firefox\/|FxiOS/, 'Firefox'],
	[/Chrome\/|CriOS/, 'Chrome'],
	[/Safari\//, 'Safari'],
];

function remember(who: string, device: string): void {
	localStorage.setItem(KNOWN, JSON.stringify({ ...known(), [key(who)]: device }));
}

function known(): Record<string, string> {
	try {
		return JSON.parse(localStorage.getItem(KNOWN) ?? '{}') as Record<string, string>;
	} catch {
		return {}; // unreadable: the server will give a new id, and the store begins anew
	}
}

function key(who: string): string {
	return who.trim().toLowerCase();
}
