// How this device shows the app; kept on the device, not in anybody's account.

export type Theme = 'system' | 'light' | 'dark';
export type Contrast = 'system' | 'more';
export type Room = 'near' | 'far' | 'hall';

const KEPT = 'brightwalk.look';
const kept = read();
let theme = $state<Theme>(kept.theme);
let contrast = $state<Contrast>(kept.contrast);

export const look = {
	get theme(): Theme {
		return theme;
	},
	set theme(value: Theme) {
		theme = value;
		applyLook();
	},
	get contrast(): Contrast {
		return contrast;
	},
	set contrast(value: Contrast) {
		contrast = value;
		applyLook();
	},
};

/** Puts what was kept on the page; called once before the first paint. */
export function applyLook(): void {
	const root = document.documentElement;
	if (theme === 'system') delete root.dataset['theme'];
	else root.dataset['theme'] = theme;
	if (contrast === 'system') delete root.dataset['contrast'];
	else root.dataset['contrast'] = contrast;
	localStorage.setItem(KEPT, JSON.stringify({ theme, contrast }));
}

/** Larger type for a screen seen from afar (a meeting's projector); call with nothing to return to normal. */
export function showToRoom(room?: Room): void {
	if (room === undefined) delete document.documentElement.dataset['room'];
	else document.documentElement.dataset['room'] = room;
}

function read(): { theme: Theme; contrast: Contrast } {
	const text = typeof localStorage === 'undefined' ? null : localStorage.getItem(KEPT);
	const value = text === null ? {} : parse(text);
	return {
		theme: value['theme'] === 'light' || value['theme'] === 'dark' ? value['theme'] : 'system',
		contrast: value['contrast'] === 'more' ? 'more' : 'system',
	};
}

function parse(text: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
	} catch {
		return {}; // written by something else: the system's look is a safe answer
	}
}
