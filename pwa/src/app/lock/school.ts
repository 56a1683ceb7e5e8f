// A locked device cannot hand anything in, but it can hear that it has been closed, and close itself for good.
import { getJson, postJson } from '../../api/http';
import { shut, standingOf, withTables } from '../../db/lock/keyring';
import { sayEmptied } from '../../sync/emptied';

/** Asks the server; true if the store was shut or erased because of the answer. */
export async function heedSchool(account: string): Promise<boolean> {
	const store = await standingOf(account);
	if (!store || store.door !== 'locked') return false;
	const asked = await getJson('/api/me', { timeoutMs: 6000 });
	if (asked.ok || asked.problem.name !== 'device_closed' || asked.problem.particulars.device !== store.device) return false;
	const erase = asked.problem.particulars.closing === 'erase';
	if (erase && store.waiting === 0) {
		await postJson('/api/devices/emptied');
		await withTables(account, (tables) => tables.db.delete());
		sayEmptied(store.device);
	} else await shut(account, erase ? 'erase' : 'seal');
	return true;
}
