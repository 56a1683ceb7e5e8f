// What an admin should be told about backups, decided without a screen.
import { count } from '../i18n';
import type { Backups } from './asking';

const DAY = 86_400_000;
const OLD_DAYS = 3; // a nightly backup that is older has been missed more than once
const AWAITED_DAYS = 30; // whoever has not come back after a restore by then is not asked for on the home page

export type Need = { about: 'failed' } | { about: 'old'; madeAt: string } | { about: 'missing'; count: number };

export const isOld = (madeAt: string, now = Date.now()): boolean => now - Date.parse(madeAt) > OLD_DAYS * DAY;

/** The one thing that the home page says, the most pressing first; nothing while all is well, or while none are set up. */
export function needsAttention({ setUp, newest, failed, restorations }: Backups, now = Date.now()): Need | undefined {
	if (failed) return { about: 'failed' };
	if (setUp && newest && isOld(newest.madeAt, now)) return { about: 'old', madeAt: newest.madeAt };
	const recent = restorations[0];
	if (!recent || recent.missing.length === 0 || now - Date.parse(recent.restoredAt) > AWAITED_DAYS * DAY) return undefined;
	return { about: 'missing', count: recent.missing.length };
}

/** "1.2": megabytes, as people count them; never less than 0.1. */
export const megabytes = (bytes: number): string => count(Math.max(0.1, Math.round(bytes / 100_000) / 10));
