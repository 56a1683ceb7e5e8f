import { describe, expect, it } from 'vitest';
import { attempts, bare, fitted, isPlausible } from './shrinking';

const segment = (marker: number, text: string) => [0xff, marker, 0, text.length + 2, ...new TextEncoder().encode(text)];
const jpeg = (...segments: number[][]) => new Uint8Array([0xff, 0xd8, ...segments.flat(), 0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]);
const text = (bytes: Uint8Array | undefined) => new TextDecoder('latin1').decode(bytes);

describe('how small a photo becomes', () => {
	it('fits its long side, keeps its shape, and never grows', () => {
		expect(fitted({ width: 4032, height: 3024 }, 1600)).toEqual({ width: 1600, height: 1200 });
		expect(fitted({ width: 3024, height: 4032 }, 1600)).toEqual({ width: 1200, height: 1600 });
		expect(fitted({ width: 640, height: 480 }, 1600)).toEqual({ width: 640, height: 480 });
		expect(fitted({ width: 20_000, height: 3 }, 1600)).toEqual({ width: 1600, height: 1 });
	});

	it('is tried with less quality first, then with fewer pixels, and comes to an end', () => {
		const tried = [...attempts({ width: 4000, height: 3000 }, 1600)];
		expect(tried[0]).toEqual({ width: 1600, height: 1200, quality: 0.82 });
		expect(tried.slice(0, 4).map(({ quality }) => quality)).toEqual([0.82, 0.7, 0.58, 0.45]);
		expect(tried[4]?.width).toBe(1200);
		expect(tried.every(({ width, height }) => Math.max(width, height) <= 1600)).toBe(true);
		expect(tried.length).toBeLessThan(60);
	});

	it('is not tried at all for what claims more pixels than any camera makes', () => {
		expect(isPlausible({ width: 12_000, height: 9_000 })).toBe(true);
		expect(isPlausible({ width: 60_000, height: 60_000 })).toBe(false);
		expect(isPlausible({ width: 0, height: 10 })).toBe(false);
	});
});

describe('a JPEG laid bare', () => {
	it('has no place, no camera, no words, and the same picture', () => {
		const full = jpeg(segment(0xe0, 'JFIF'), segment(0xe1, 'Exif GPS 40.7'), segment(0xe2, 'ICC'), segment(0xed, 'IPTC'), segment(0xfe, 'at home'), segment(0xdb, 'tables'));
		const left = bare(full);
		expect(left).toEqual(jpeg(segment(0xe0, 'JFIF'), segment(0xe2, 'ICC'), segment(0xdb, 'tables')));
		for (const word of ['GPS', 'Exif', 'IPTC', 'home']) expect(text(left)).not.toContain(word);
	});

	it('is the same again when nothing was in it', () => {
		const plain = jpeg(segment(0xdb, 'tables'));
		expect(bare(plain)).toEqual(plain);
	});

	it('is nothing if it was no whole JPEG', () => {
		for (const bytes of [[], [0xff, 0xd8], [0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 1]]) expect(bare(new Uint8Array(bytes))).toBeUndefined();
	});
});
