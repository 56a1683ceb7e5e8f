import { locale } from '../i18n';

/** A guess that the admin corrects: mid-August to mid-June around a day. */
export function schoolYearAround(day: Date): { start: string; end: string } {
	const first = day.getMonth() >= 6 ? day.getFullYear() : day.getFullYear() - 1;
	return { start: `${first}-08-15`, end: `${first + 1}-06-15` };
}

/** Every IANA time zone that the browser knows; `own` is the device's. */
export function timeZones(): { own: string; all: { value: string; label: string }[] } {
	const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
	const known = new Set([own, ...Intl.supportedValuesOf('timeZone')]);
	return { own, all: [...known].sort().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })) };
}

/** Monday first, as the calendar counts (1 is Monday), in the reader's language. */
export function weekdayNames(): string[] {
	const format = new Intl.DateTimeFormat(locale.current, { weekday: 'short', timeZone: 'UTC' });
	const monday = Date.UTC(2026, 0, 5);
	return Array.from({ length: 7 }, (_, at) => format.format(monday + at * 86_400_000));
}
