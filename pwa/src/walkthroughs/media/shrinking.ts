// How a photo becomes small, and what is left behind of its file. Pure.

export const LONG_SIDE = 1600;
export const MOST_BYTES = 400 * 1024;
export const THUMB_SIDE = 240;
/** In bytes; as base64 it fits into its row. */
export const THUMB_BYTES = 11_000;
/** More pixels than this no camera in a school makes; a file that claims them would only eat the memory. */
const MOST_PIXELS = 120_000_000;

export interface Size {
	width: number;
	height: number;
}

/** Within a square of this side, in whole pixels, never larger than it was. */
export function fitted({ width, height }: Size, side: number): Size {
	const share = Math.min(1, side / Math.max(width, height));
	return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
}

export const isPlausible = ({ width, height }: Size): boolean => width > 0 && height > 0 && width * height <= MOST_PIXELS;

/** What is tried in turn until it is small enough: first less quality, then fewer pixels. */
export function* attempts(size: Size, side: number): Generator<Size & { quality: number }> {
	for (let long = side; long >= 64; long = Math.round(long * 0.75)) {
		for (const quality of [0.82, 0.7, 0.58, 0.45]) yield { ...fitted(size, long), quality };
	}
}

/**
 * A JPEG with nothing but the picture: no Exif (place, time, camera), XMP, IPTC, comment. A canvas writes none of it in
 * most browsers; some write a little Exif of their own. Undefined: it is not a whole JPEG.
 */
export function bare(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> | undefined {
	if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
	const kept: Uint8Array[] = [bytes.subarray(0, 2)];
	let at = 2;
	while (at + 4 <= bytes.length && bytes[at] === 0xff) {
		const marker = bytes[at + 1] as number;
		if (marker === 0xff) at += 1; // filling
		else if (marker === 0xda) {
			kept.push(bytes.subarray(at)); // from here on the picture itself
			return joined(kept);
		} else {
			const end = at + 2 + (((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number));
			if (!isWords(marker)) kept.push(bytes.subarray(at, end));
			at = end;
		}
	}
	return undefined;
}

/** APP1 and APP3 to APP13, APP15, and comments. APP0 is JFIF, APP2 colours, APP14 how colours are stored. */
const isWords = (marker: number): boolean => marker === 0xfe || (marker > 0xe0 && marker <= 0xef && marker !== 0xe2 && marker !== 0xee);

function joined(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
