/**
 * What screens read: the device's own view, in memory, of everything it holds. Nothing here waits for the
 * network or the disk. Inside templates and derived values it is live: a change in a scope runs again only
 * what reads that scope, or that kind.
 */
import { type Kind, type Kinds, opens } from '../api/kinds';
import type { PersonView } from '../api/door';
import { type Answered, type Change, type Entry, type Holding, overlay } from '../sync/core';
import type { Mutation, WireRow } from '../sync/wire';
import { Doubts } from './doubts';
import { scopeOwner, scopeType } from './ids';
import { Places } from './places';
import { type Row, contentOf, rowOf } from './row';
import { Signals } from './signals';
import type { Known, Store } from './store';

export type { Row } from './row';

type Where<K extends Kind> = Partial<Kinds[K]> & { scope?: string };

const everything = 'everything';
const doubts = 'doubts';

class View {
	#store: Store | undefined;
	#signals = new Signals();
	#places = new Places();
	#doubts = new Doubts();
	#over = new Map<string, Mutation[]>();
	#rows = new Map<string, Row | undefined>();

	/** Show this store from now on; none when nobody is signed in here. */
	show(store: Store | undefined): void {
		this.#store = store;
		this.#begin();
		store?.watch((change) => this.#changed(change));
	}

	/** One row, if it is there. */
	get<K extends Kind>(kind: K, id: string | null | undefined): Row<K> | undefined {
		if (!id) return undefined;
		this.#signals.watch(`row:${id}`);
		const row = this.#row(id);
		return row?.kind === kind ? (row as unknown as Row<K>) : undefined;
	}

	/** All rows of a kind whose fields (and scope) equal `where`, in the order in which they were made. */
	all<K extends Kind>(kind: K, where: Where<K> = {}): Row<K>[] {
		const { scope, ...fields } = where as { scope?: string } & Record<string, unknown>;
		this.#signals.watch(scope ? `scope:${scope}` : `kind:${kind}`);
		const ids = scope ? this.#places.inScope(scope) : this.#places.ofKind(kind);
		const wanted = Object.entries(fields);
		const rows: Row<K>[] = [];
		for (const id of ids ?? []) {
			if (this.#places.of(id)?.kind !== kind) continue;
			const row = this.#row(id) as unknown as (Row<K> & Record<string, unknown>) | undefined;
			if (row && wanted.every(([field, value]) => row[field] === value)) rows.push(row);
		}
		return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
	}

	/** The rows with two wordings somewhere, and those that a change brought back after they were removed. */
	unsettled(): Row[] {
		this.#signals.watch(doubts);
		const rows = [...this.#doubts.ids].flatMap((id) => this.#row(id) ?? []);
		return rows.filter((row) => row.conflicts.length > 0 || row.cameBack).sort((a, b) => (a.id < b.id ? -1 : 1));
	}

	/** A row as the server has it, without what only this device knows; undefined if the server has none. */
	onServer<K extends Kind>(kind: K, id: string): Row<K> | undefined {
		this.#signals.watch(`row:${id}`);
		const base = this.#holding?.base.get(id);
		const content = base && !base.gone ? contentOf(base, [], id, () => '') : undefined;
		return base?.kind === kind && content ? rowOf(kind, base, content, false) : undefined;
	}

	/** What the server has answered, and what has not been answered yet. */
	get queues(): { answered: Answered[]; outbox: Entry[] } {
		this.#signals.watch(everything);
		return { answered: this.#holding?.answered ?? [], outbox: this.#holding?.outbox ?? [] };
	}

	/** Who is signed in; undefined on the way in. */
	get me(): Known | undefined {
		this.#signals.watch(everything);
		return this.#store?.known;
	}

	/** The schools in which I am somebody, with the person I am there. */
	get schools(): PersonView[] {
		return this.me?.persons ?? [];
	}

	/** The person that I am in a school; empty if I am nobody there. */
	personIn(school: string): string {
		this.#signals.watch(everything);
		const persons: Record<string, string> = this.#holding?.persons ?? {};
		return persons[school] ?? this.#store?.known.persons.find((one) => one.school === school)?.id ?? '';
	}

	/** My roles in a school: from the directory where I may read it, else as last heard. */
	rolesIn(school: string): string[] {
		const person = this.personIn(school);
		const given = this.all('role', { scope: `staff:${school}`, personId: person }).map((row) => row.role ?? '');
		return given.length > 0 ? given : (this.schools.find((one) => one.school === school)?.roles ?? []);
	}

	/** My role in a scope; one that I have just opened counts as held until the server has spoken (RULINGS 8). */
	roleIn(scope: string): string | undefined {
		this.#signals.watch(`scope:${scope}`);
		this.#signals.watch(everything);
		return this.#holding?.scopes[scope] ?? this.#openedHere(scope);
	}

	/** The scopes of one type that I hold, `walkthrough:` say. */
	scopes(type: string): string[] {
		this.#signals.watch(everything);
		this.#signals.watch(`kind:${type}`);
		const opened = [...(this.#places.ofKind(type) ?? [])].map((id) => `${type}:${id}`).filter((scope) => this.#openedHere(scope));
		const held = Object.keys(this.#holding?.scopes ?? {}).filter((scope) => scopeType(scope) === type);
		return [...new Set([...held, ...opened])];
	}

	/** The raw content behind a row, for the next op's `from`. */
	content(id: string): ReturnType<typeof contentOf> {
		return contentOf(this.#holding?.base.get(id), this.#over.get(id) ?? [], id, (school) => this.personIn(school));
	}

	get #holding(): Holding | undefined {
		return this.#store?.holding;
	}

	#row(id: string): Row | undefined {
		if (this.#rows.has(id)) return this.#rows.get(id);
		const place = this.#places.of(id);
		const content = this.content(id);
		const version = this.#holding?.base.get(id)?.version ?? 0;
		const row = place && content ? rowOf(place.kind as Kind, { id, scope: place.scope, version }, content, this.#over.has(id)) : undefined;
		this.#rows.set(id, row);
		return row;
	}

	#openedHere(scope: string): string | undefined {
		const first = this.#over.get(scopeOwner(scope))?.find(({ verb }) => opens[verb as keyof typeof opens]?.scopeType === scopeType(scope));
		return first && opens[first.verb as keyof typeof opens]?.role;
	}

	#begin(): void {
		for (const index of [this.#places, this.#rows, this.#doubts.ids]) index.clear();
		for (const row of this.#holding?.base.values() ?? []) {
			this.#places.put(row.id, row.kind, row.scope);
			this.#doubts.look(row.id, row, false);
		}
		for (const id of this.#overlay()) this.#doubts.look(id, undefined, true);
		this.#signals.ringAll();
	}

	#changed(change: Change): void {
		if (change.restart || change.dropScopes?.length) {
			this.#begin();
			return;
		}
		const touched = new Set((change.rows ?? []).map((row: WireRow) => row.id));
		for (const row of change.rows ?? []) this.#places.put(row.id, row.kind, row.scope);
		for (const id of this.#overlay()) touched.add(id);
		const names = new Set<string>(change.standing || change.queue || change.answer ? [everything] : []);
		if (touched.size > 0) names.add(doubts);
		for (const id of touched) {
			this.#rows.delete(id);
			this.#doubts.look(id, this.#holding?.base.get(id), this.#over.has(id));
			const place = this.#places.of(id);
			names.add(`row:${id}`).add(`kind:${place?.kind}`).add(`scope:${place?.scope}`);
		}
		this.#signals.ring(names);
	}

	/** Index the unsent changes anew; answers the rows over which others lie now than before. */
	#overlay(): string[] {
		const before = this.#over;
		this.#over = new Map();
		for (const mutation of this.#holding ? overlay(this.#holding) : []) {
			for (const op of mutation.ops) {
				this.#places.put(op.id, op.kind, op.scope);
				const over = this.#over.get(op.id);
				if (!over) this.#over.set(op.id, [mutation]);
				else if (over.at(-1) !== mutation) over.push(mutation);
			}
		}
		return [...new Set([...before.keys(), ...this.#over.keys()])].filter((id) => !sameMutations(before.get(id), this.#over.get(id)));
	}
}

/** A mutation never changes; one that is folded into is another. */
function sameMutations(before: Mutation[] | undefined, now: Mutation[] | undefined): boolean {
	return before?.length === now?.length && (before ?? []).every((mutation, at) => mutation === now?.[at]);
}

export const view = new View();
