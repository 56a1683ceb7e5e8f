// What hangs on notes besides words: sketches and photos. A note that holds one is never empty.
import { onScreen } from '../../db/row';
import { type Row, view } from '../../db/view';
import { m } from '../../i18n';
import type { Json } from '../../sync/wire';

export type Sketch = Row<'sketch'>;
export type Picture = Row<'picture'>;

type Place = { id: string; scope: string };

/** The ids of what each note of a scope holds, in the order in which it came: asked once for a long stream. */
export function partsIn(scope: string): Map<string, string[]> {
	const parts = new Map<string, string[]>();
	for (const { id, noteId } of [...view.all('sketch', { scope }), ...view.all('picture', { scope })]) {
		if (noteId) parts.set(noteId, [...(parts.get(noteId) ?? []), id]);
	}
	return parts;
}

export const partsOf = ({ id, scope }: Place): string[] => [
	...view.all('sketch', { scope, noteId: id }).map((one) => one.id),
	...view.all('picture', { scope, noteId: id }).map((one) => one.id),
];

export const holdsParts = (note: Place): boolean => partsOf(note).length > 0;

/** What a part shows, as its observer described it. */
export const sayPart = ({ kind, described }: Sketch | Picture): string => described?.trim() || (kind === 'sketch' ? m.media_sketch_undescribed() : m.media_photo_undescribed());

export const sayParts = ({ id, scope }: Place): string[] => [...view.all('sketch', { scope, noteId: id }), ...view.all('picture', { scope, noteId: id })].map(sayPart);

/** All that its row says: what brings it back. */
export function fieldsOf(part: Sketch | Picture): Record<string, Json> {
	if (part.kind === 'sketch') return { noteId: part.noteId, paper: part.paper, described: part.described };
	const { noteId, described, thumb, width, height, size, sha256, mediaType } = part;
	return { noteId, described, thumb, width, height, size, sha256, mediaType };
}

/** What stands in these fields now: named by whoever takes it away and brings it back. */
export function sawOf(id: string, fields: string[]): Record<string, string[]> {
	const content = view.content(id);
	return Object.fromEntries(fields.map((field) => [field, onScreen(content, field)]));
}
