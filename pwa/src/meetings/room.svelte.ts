// How this device shows a meeting: large for the room, and with or without its clock. Kept on the device.
import { showToRoom } from '../ui';

const KEPT = 'brightwalk.meeting';
const kept = read();
/** A screen as wide as a projector's shows to a room, until somebody says otherwise. */
let large = $state<boolean | undefined>(kept.large);
let clock = $state(kept.clock ?? true);

export const room = {
	get large(): boolean {
		return large ?? isProjected();
	},
	set large(on: boolean) {
		large = on;
		keep();
		this.show();
	},
	get clock(): boolean {
		return clock;
	},
	set clock(on: boolean) {
		clock = on;
		keep();
	},
	/** Called when a meeting comes onto the screen; answers how to leave it. */
	enter(): () => void {
		this.show();
		return () => showToRoom();
	},
	show(): void {
		if (this.large) showToRoom('far');
		else showToRoom();
	},
};

const isProjected = (): boolean => typeof matchMedia !== 'undefined' && matchMedia('(min-width: 1600px)').matches;

function keep(): void {
	localStorage.setItem(KEPT, JSON.stringify({ large, clock }));
}

function read(): { large?: boolean; clock?: boolean } {
	const text = typeof localStorage === 'undefined' ? null : localStorage.getItem(KEPT);
	try {
		return (JSON.parse(text ?? '{}') ?? {}) as { large?: boolean; clock?: boolean };
	} catch {
		return {}; // written by something else: the screen's width is a safe answer
	}
}
