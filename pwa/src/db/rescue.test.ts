import { describe, expect, it } from 'vitest';
import type { Mutation } from '../sync/wire';
import { type Rescue, lookAtRescue, openRescue, sealRescue } from './rescue';

const ID = '01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e01';
const noted = (id: string, text: string): Mutation => ({ id, school: ID, verb: 'add_evidence_note', schema: 1, at: '2026-03-05T10:03:00.000Z', ops: [{ op: 'put', kind: 'evidence_note', id, scope: `walkthrough:${ID}`, set: { text }, from: {} }] });
const rescue: Rescue = { account: ID, device: 'Ana’s iPad', packedAt: '2026-03-05T11:00:00.000Z', mutations: [noted('a', 'unmistakable words'), noted('b', 'más palabras')], drafts: { answer: 'not said yet' } };
const WORDS = 'four lamps by the river';
const file = await sealRescue(rescue, WORDS, 'Open it in Brightwalk.');

/** The file with some of its text changed, and its checksum made right again as a forger would. */
async function forged(change: (envelope: Record<string, unknown>) => void): Promise<string> {
	const envelope = JSON.parse(file) as Record<string, unknown>;
	change(envelope);
	const place = `rescue/${envelope['brightwalk-rescue']}/${envelope['rounds']}/${envelope['salt']}/${envelope['sealed']}`;
	const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(place)));
	return JSON.stringify({ ...envelope, check: btoa(String.fromCharCode(...sum)) });
}

describe('a rescue file', () => {
	it('gives back all that was put in, under the same words on any keyboard', async () => {
		expect(await openRescue(file, WORDS)).toEqual(rescue);
		expect(await openRescue(`\uFEFF${file.replaceAll('\n', '\r\n')}`, '  four  lamps by the river ')).toEqual(rescue);
		const accented = await sealRescue(rescue, 'canci\u00f3n de cuna', '');
		expect(await openRescue(accented, 'cancio\u0301n de cuna')).toEqual(rescue);
	});

	it('has no word, name or id of anybody in clear', () => {
		for (const clear of ['unmistakable', 'palabras', 'not said', 'iPad', 'evidence_note', 'walkthrough', ID, '2026-03']) {
			expect(file).not.toContain(clear);
			expect(atob((JSON.parse(file) as { sealed: string }).sealed)).not.toContain(clear);
		}
	});

	it('is different each time, so that two of them tell nothing about each other', async () => {
		const again = JSON.parse(await sealRescue(rescue, WORDS, '')) as { salt: string; sealed: string };
		const first = JSON.parse(file) as { salt: string; sealed: string };
		expect(again.salt).not.toBe(first.salt);
		expect(again.sealed.slice(0, 40)).not.toBe(first.sealed.slice(0, 40));
	});

	it('says that the passphrase is another', async () => {
		expect(await openRescue(file, 'five lamps by the river')).toBe('wrong_passphrase');
	});

	it('says that it is damaged wherever it was cut off or changed, before anybody types anything', async () => {
		for (let at = 40; at < file.length; at += 97) expect(await lookAtRescue(file.slice(0, at))).toBe('damaged');
		const sealed = file.indexOf('"sealed"') + 20;
		const changed = file.slice(0, sealed) + (file[sealed] === 'A' ? 'B' : 'A') + file.slice(sealed + 1);
		expect(await lookAtRescue(changed)).toBe('damaged');
		expect(await lookAtRescue(file.replace('600000', '600001'))).toBe('damaged');
	});

	it('is refused when its header asks for fewer rounds than are safe, or for so many that they never end', async () => {
		for (const rounds of [1, 599_999, 1e12, 'many']) expect(await lookAtRescue(await forged((envelope) => (envelope['rounds'] = rounds)))).toBe('damaged');
	});

	it('says that it is from a newer app, and that another file is none of ours', async () => {
		expect(await lookAtRescue(file.replace('"brightwalk-rescue": 1', '"brightwalk-rescue": 2').slice(0, 60))).toBe('newer');
		for (const other of ['', 'Dear Ana,', '{"some": "json"}', '[]', '\u0000\u0001']) expect(await lookAtRescue(other)).toBe('not_ours');
	});

	it('is damaged when its inside is not what it should be', async () => {
		for (const inside of [null, { ...rescue, mutations: [null] }, { ...rescue, drafts: { a: 1 } }]) {
			expect(await openRescue(await sealRescue(inside as unknown as Rescue, WORDS, ''), WORDS)).toBe('damaged');
		}
	});

	it('takes over fields that a later app of the same version adds', async () => {
		const later = await sealRescue({ ...rescue, colour: 'blue' } as Rescue, WORDS, '');
		expect(await openRescue(later, WORDS)).toMatchObject(rescue);
	});
});
