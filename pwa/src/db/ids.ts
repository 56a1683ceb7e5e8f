/** Names for things, made where the thing is made; the same as `server/kernel/ids.py` (`tests/wire/ids.json`). */
import { v5, v7 } from 'uuid';

const CHILDREN = '6f1c1c0e-8a55-4d0e-9f0b-2f6f3a7d1b42';
const LAST_MILLISECOND = 2 ** 48 - 1;

let last = 0;

/** The millisecond that a UUIDv7 names, as 12 digits that sort; ids that name none sort somewhere. */
export const momentIn = (id: string): string => id.slice(0, 8) + id.slice(9, 13);

/** A UUIDv7: ids sort in the order in which this device made them, even if its clock was set back meanwhile. */
export function newId(): string {
	last = Math.min(Math.max(Date.now(), last + 1), LAST_MILLISECOND);
	return v7({ msecs: last });
}

/** Ids made from now on come after this one, whatever the clock says. */
export function goPast(id: string | undefined): void {
	if (id?.[14] === '7') last = Math.max(last, parseInt(momentIn(id), 16));
}

/** The one id of a child that may exist once under its parents, on whichever device it is made. */
export const childId = (...parts: string[]): string => v5(parts.join('/'), CHILDREN);

/** `walkthrough` and an id give `walkthrough:<id>`, the audience of everything in it. */
export const scopeOf = (type: string, owner: string): string => `${type}:${owner}`;

export const scopeType = (scope: string): string => scope.slice(0, scope.indexOf(':'));

export const scopeOwner = (scope: string): string => scope.slice(scope.indexOf(':') + 1);
