import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SignedIn } from '../api/door';
import { UNREACHABLE } from '../api/http';
import { deviceLabel, enter, knownDevice } from './entrance';
import { whenEntered } from './entered';

const SIGNED_IN: SignedIn = {
	account: { id: 'a', name: 'Ana', email: 'ana@oak.example', language: 'en' },
	persons: [],
	device: 'd1',
	storeKey: 'k',
	sessionEnds: '2026-12-01T00:00:00Z',
};

beforeEach(() => {
	const kept = new Map<string, string>();
	vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) });
});

describe('coming in', () => {
	it('hands a good sign-in to the app and remembers the device for this person', async () => {
		const received: SignedIn[] = [];
		whenEntered(async (signedIn) => void received.push(signedIn));
		expect(await enter({ ok: true, value: SIGNED_IN }, ' Ana@Oak.example')).toBeUndefined();
		expect(received).toEqual([SIGNED_IN]);
		expect(knownDevice('ana@oak.example')).toBe('d1');
		expect(knownDevice('ben@oak.example')).toBeNull();
	});

	it('gives a refusal back and opens nothing', async () => {
		const receive = vi.fn(async () => undefined);
		whenEntered(receive);
		expect(await enter({ ok: false, problem: UNREACHABLE }, 'ana')).toBe(UNREACHABLE);
		expect(receive).not.toHaveBeenCalled();
	});

	it('says that the browser keeps nothing when the store cannot be opened, and remembers no device', async () => {
		whenEntered(() => Promise.reject(new Error('no IndexedDB')));
		expect(await enter({ ok: true, value: SIGNED_IN }, 'ana@oak.example')).toMatchObject({ name: 'no_store', detail: expect.stringContaining('cannot keep') });
		expect(knownDevice('ana@oak.example')).toBeNull();
	});

	it('starts anew when what was remembered cannot be read', () => {
		localStorage.setItem('brightwalk.devices', '{half');
		expect(knownDevice('ana')).toBeNull();
	});
});

describe('the name of a device', () => {
	const SAFARI = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15';

	it('tells an iPad from the Mac that it says it is', () => {
		expect(deviceLabel(SAFARI, 5)).toBe('iPad · Safari');
		expect(deviceLabel(SAFARI, 0)).toBe('Mac · Safari');
	});

	it('tells Edge from Chrome, and names what it does not know', () => {
		expect(deviceLabel('Mozilla/5.0 (X11; CrOS x86_64) Chrome/126 Safari/537 Edg/126', 0)).toBe('Chromebook · Edge');
		expect(deviceLabel('curl/8', 0)).toBe('Device');
	});
});
