import { describe, expect, it } from 'vitest';
import { parse, path } from './paths.ts';

const ID = '01920d3e-7a51-7c3e-9d0a-5b0f1c2d3e4f';

describe('addresses', () => {
	it('every address that can be written can be read', () => {
		for (const [name, write] of Object.entries(path)) {
			const route = parse(write(ID));
			expect(route.name.replaceAll('_', '')).toBe(name.toLowerCase());
			if (write.length > 0) expect(route).toMatchObject({ id: ID });
		}
	});

	it('a fixed word is no id', () => {
		expect(parse('/walk/new')).toEqual({ name: 'walk_new' });
	});

	it('a last slash is forgiven', () => {
		expect(parse('/teams/')).toEqual({ name: 'teams' });
	});

	it('an unknown address, an empty id and a broken escape lead nowhere', () => {
		for (const wrong of ['/nowhere', '/walk', '/walk/', '/team/%E0%A4%A', '/walk/1/feedback/2']) expect(parse(wrong)).toEqual({ name: 'not_found' });
	});

	it('an id with odd characters comes back as it was', () => {
		expect(parse(path.team('a/b ü'))).toEqual({ name: 'team', id: 'a/b ü' });
	});
});
