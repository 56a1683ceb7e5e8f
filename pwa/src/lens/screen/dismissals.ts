/**
 * What a person waved away stays away: for those words, in that text, on this device (RULINGS 35). Kept as a
 * fingerprint, so that a name which is taken out of a note does not live on here.
 */
import { keepState, stateOf } from '../../db/drafts';
import type { Mark } from './marks';

/** One change after the other: two words waved away at once are both kept. */
let going: Promise<void> = Promise.resolve();

/** The marks of a text that nobody has waved away; none while the disk does not tell, rather than say one again. */
export async function open(of: string, marks: readonly Mark[]): Promise<Mark[]> {
	await going;
	const away = await dismissed(of).catch(() => undefined);
	return away ? marks.filter((mark) => !away.has(fingerprint(of, mark))) : [];
}

export const dismiss = (of: string, ...marks: Mark[]): Promise<void> => change(of, (away) => marks.forEach((mark) => away.add(fingerprint(of, mark))));

/** Say it again after all. */
export const bringBack = (of: string, ...marks: Mark[]): Promise<void> => change(of, (away) => marks.forEach((mark) => away.delete(fingerprint(of, mark))));

function change(of: string, how: (away: Set<string>) => unknown): Promise<void> {
	const next = going.then(async () => {
		const away = await dismissed(of);
		how(away);
		await keepState(place(of), [...away]);
	});
	going = next.catch(() => undefined); // a disk that refuses does not stop the next one; the words may be said again
	return going;
}

async function dismissed(of: string): Promise<Set<string>> {
	return new Set(await stateOf<string[]>(place(of)));
}

const place = (of: string): string => `lens/${of}`;

/** 53 bits of a text (cyrb53): enough to know words again, and nothing that they could be read from. */
function fingerprint(of: string, { words }: Mark): string {
	const text = `${of} ${words.toLocaleLowerCase()}`;
	let [one, two] = [0xdeadbeef, 0x41c6ce57];
	for (let at = 0; at < text.length; at += 1) {
		one = Math.imul(one ^ text.charCodeAt(at), 2654435761);
		two = Math.imul(two ^ text.charCodeAt(at), 1597334677);
	}
	one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
	two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
	return (4294967296 * (2097151 & two) + (one >>> 0)).toString(36);
}
