import { describe, expect, it } from 'vitest';
import { forbiddenFor, unlisted } from './zones.js';

const forbids = (folder: string, path: string) => new RegExp(forbiddenFor(folder) ?? '$^').test(path);

describe('the import rule', () => {
	it('lets a chapter import earlier chapters and what knows no domain', () => {
		for (const path of ['../people/names', '../ui', '../db/act', '../i18n', './rules', 'svelte']) expect(forbids('feedback', path)).toBe(false);
	});

	it('keeps a chapter from later ones and from the app', () => {
		for (const path of ['../patterns/rules', '../meetings', '../app/Shell.svelte', '../../app/session']) expect(forbids('feedback', path)).toBe(true);
	});

	it('lets every chapter use the router, which knows no chapter', () => {
		expect(forbids('feedback', '../app/router.svelte')).toBe(false);
		expect(forbids('feedback', '../app/routes')).toBe(true);
	});

	it('keeps the domain out of ui', () => {
		expect(forbids('ui', '../i18n')).toBe(false);
		expect(forbids('ui', '../people/names')).toBe(true);
		expect(forbids('ui', '../db/view.svelte')).toBe(true);
	});

	it('finds a folder without a place', () => {
		expect(unlisted(['ui', 'people', 'misc'])).toEqual(['misc']);
	});
});
