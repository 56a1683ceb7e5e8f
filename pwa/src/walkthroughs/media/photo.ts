// A file from the camera becomes a picture of the visit: drawn anew, small, upright, and nothing but what is to be seen.
import { act, put } from '../../db/act';
import { keepBytes } from '../../db/blobs';
import { makeRoom } from '../../db/disk.svelte';
import { newId } from '../../db/ids';
import { here } from '../../sync/here.svelte';
import { offsetOf } from '../visit';
import { LONG_SIDE, MOST_BYTES, type Size, THUMB_BYTES, THUMB_SIDE, attempts, bare, isPlausible } from './shrinking';

export interface Photo extends Size {
	bytes: Uint8Array<ArrayBuffer>;
	thumb: Uint8Array<ArrayBuffer>;
}

/** Undefined: no picture that this device can read. */
export async function developed(file: Blob): Promise<Photo | undefined> {
	const url = URL.createObjectURL(file);
	try {
		const image = new Image();
		image.src = url;
		await image.decode(); // upright, as the camera was held: browsers follow the file's orientation
		const size = { width: image.naturalWidth, height: image.naturalHeight };
		const large = isPlausible(size) && (await drawn(image, size, LONG_SIDE, MOST_BYTES));
		const small = large && (await drawn(image, size, THUMB_SIDE, THUMB_BYTES));
		return large && small ? { ...large, thumb: small.bytes } : undefined;
	} catch {
		return undefined;
	} finally {
		URL.revokeObjectURL(url);
	}
}

/** Into a note of its own, durable when it resolves. Rejects if the disk would not take it. */
export async function addPhoto(school: string, scope: string, photo: Photo, taken: Date, described: string): Promise<void> {
	const { store } = here;
	if (!store) throw new Error('nobody is signed in on this device');
	const [note, id] = [newId(), newId()];
	const keep = () => keepBytes(store, id, scope, photo.bytes, false);
	await keep().catch(() => makeRoom().then(keep));
	await act(school, 'add_picture', [
		put('evidence_note', note, scope, { text: '', begunAt: taken.toISOString(), begunOffset: offsetOf(taken) }),
		put('picture', id, scope, {
			noteId: note,
			thumb: btoa(String.fromCharCode(...photo.thumb)),
			width: photo.width,
			height: photo.height,
			size: photo.bytes.length,
			sha256: await hashOf(photo.bytes),
			mediaType: 'image/jpeg',
			...(described.trim() && { described }),
		}),
	]);
}

async function drawn(image: HTMLImageElement, size: Size, side: number, most: number): Promise<(Size & { bytes: Uint8Array<ArrayBuffer> }) | undefined> {
	for (const { width, height, quality } of attempts(size, side)) {
		const canvas = document.createElement('canvas');
		Object.assign(canvas, { width, height });
		const pen = canvas.getContext('2d', { alpha: false });
		if (!pen) return undefined;
		pen.fillStyle = 'white'; // what is see-through in a drawing is paper in a photo
		pen.fillRect(0, 0, width, height);
		pen.imageSmoothingQuality = 'high';
		pen.drawImage(image, 0, 0, width, height);
		const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality));
		const bytes = blob && bare(new Uint8Array(await blob.arrayBuffer()));
		if (bytes && bytes.length <= most) return { width, height, bytes };
	}
	return undefined;
}

async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
