/** Packing what is unsent on this device, and bringing what another one packed. */
import { newHere, pack, unpack } from '../sync/carry';
import type { Mutation } from '../sync/wire';
import { bringDraft, draftsOf } from './drafts';
import type { Rescue } from './rescue';
import type { Store } from './store';

/** What a rescue file would hold now. A disk that gives nothing back keeps its drafts; what the page holds is rescued. */
export async function packable(store: Store): Promise<Pick<Rescue, 'mutations' | 'drafts'>> {
	return { mutations: pack(store.holding).mutations, drafts: await draftsOf(store).catch(() => ({})) };
}

/** Everything unsent, frozen first (`sync/carry.ts`). `device`: how its person calls it. */
export async function packStore(store: Store, device: string): Promise<Rescue> {
	await store.commit((holding) => pack(holding).change);
	return { account: store.holding.account, device, packedAt: new Date().toISOString(), ...(await packable(store)) };
}

/** What of a file this device does not have yet. `someone_else`: another account packed it. */
export async function compare(store: Store, rescue: Rescue): Promise<{ fresh: Mutation[]; known: number; drafts: number } | 'someone_else'> {
	if (rescue.account !== store.holding.account) return 'someone_else';
	const fresh = newHere(store.holding, rescue.mutations);
	const ours = await draftsOf(store);
	const drafts = Object.entries(rescue.drafts).filter(([name, text]) => !(ours[name] ?? '').includes(text)).length;
	return { fresh, known: rescue.mutations.length - fresh.length, drafts };
}

/** Take it over; durable when this resolves, unless `disk` says that the disk refuses. `left`: drafts that stand here in other words and stayed as they are. */
export async function bring(store: Store, rescue: Rescue): Promise<{ brought: number; left: number }> {
	if (rescue.account !== store.holding.account) throw new Error('a rescue file goes to the account that made it');
	const { queue = [] } = await store.commit((holding) => unpack(holding, rescue.mutations));
	const kept = await Promise.all(Object.entries(rescue.drafts).map(([name, text]) => bringDraft(store, name, text)));
	return { brought: queue.length, left: kept.filter((one) => !one).length };
}
