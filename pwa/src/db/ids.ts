/** Names for things, made where the thing is made; the same as `server/kernel/ids.py` (`tests/wire/ids.json`). */
import { v5, v7 } from 'uuid';

const CHILDREN = '6f1c1c0e-8a55-4d0e-9f0b-2f6f3a7d1b42';

/** A UUIDv7: ids sort in the order in which one device made them. */
export const newId = (): string => v7();

/** The one id of a child that may exist once under its parents, on whichever device it is made. */
export const childId = (...parts: string[]): string => v5(parts.join('/'), CHILDREN);

/** `walkthrough` and an id give `walkthrough:<id>`, the audience of everything in it. */
export const scopeOf = (type: string, owner: string): string => `${type}:${owner}`;

export const scopeType = (scope: string): string => scope.slice(0, scope.indexOf(':'));

export const scopeOwner = (scope: string): string => scope.slice(scope.indexOf(':') + 1);
