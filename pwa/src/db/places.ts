/** Where rows lie: which kind and scope a row has, and which rows a kind or a scope has. */
export interface Place {
	kind: string;
	scope: string;
}

export class Places {
	#of = new Map<string, Place>();
	#byKind = new Map<string, Set<string>>();
	#byScope = new Map<string, Set<string>>();

	/** A row never moves: where it was first seen is where it is. */
	put(id: string, kind: string, scope: string): void {
		if (this.#of.has(id)) return;
		this.#of.set(id, { kind, scope });
		index(this.#byKind, kind).add(id);
		index(this.#byScope, scope).add(id);
	}

	of(id: string): Place | undefined {
		return this.#of.get(id);
	}

	inScope(scope: string): ReadonlySet<string> | undefined {
		return this.#byScope.get(scope);
	}

	ofKind(kind: string): ReadonlySet<string> | undefined {
		return this.#byKind.get(kind);
	}

	clear(): void {
		for (const map of [this.#of, this.#byKind, this.#byScope]) map.clear();
	}
}

function index(map: Map<string, Set<string>>, key: string): Set<string> {
	const known = map.get(key);
	if (known) return known;
	const fresh = new Set<string>();
	map.set(key, fresh);
	return fresh;
}
