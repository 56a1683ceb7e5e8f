/**
 * Which rows may have two wordings, or may have come back: kept while rows change, so that asking for them looks at
 * a handful and not at ten thousand. A row in it need not be one; a row that is one is always in it.
 */
import type { WireRow } from '../sync/wire';

export class Doubts {
	readonly ids = new Set<string>();

	/** A row as it stands in the base, and whether unsent changes lie over it. */
	look(id: string, base: WireRow | undefined, over: boolean): void {
		if (over || (base && isDoubtful(base))) this.ids.add(id);
		else this.ids.delete(id);
	}
}

/** More than one head somewhere, or something in it was removed and it is there all the same. */
function isDoubtful(row: WireRow): boolean {
	return !row.gone && (row.removed.length > 0 || Object.values(row.fields).some((heads) => heads.length > 1));
}
