import { describe, expect, it } from 'vitest';
import digests from '../../../tests/wire/digests.json';
import ids from '../../../tests/wire/ids.json';
import vectors from '../../../tests/wire/merge_vectors.json';
import { childId } from '../db/ids';
import { digest } from './digest';
import { alive, empty, put, remove, shown, twoWordings } from './merge';
import type { PutOp, RemoveOp } from './wire';

describe('merge', () => {
	it('gives what the shared vectors say, step by step', () => {
		for (const history of vectors) {
			const content = empty();
			for (const step of history.steps) {
				const op = step.op as unknown as PutOp | RemoveOp;
				if (op.op === 'put') put(content, step.pen, op, (id) => (step.known as string[]).includes(id));
				else remove(content, op);
				expect(content).toEqual(step.content);
			}
			expect(alive(content)).toBe(history.alive);
			for (const [field, heads] of Object.entries(history.shown)) {
				expect(shown(content, field).map((head) => head.mutation)).toEqual(heads);
				expect(twoWordings(content, field)).toBe((history.twoWordings as string[]).includes(field));
			}
		}
	});

	it('names children and digests lists as the server does', () => {
		for (const { parts, id } of ids) expect(childId(...parts)).toBe(id);
		for (const one of digests) expect(digest(one.scopes as Record<string, string>)).toBe(one.digest);
	});
});
