// Whether the lens reads here: for oneself, on this device. On unless somebody turned it off.
const OFF = 'brightwalk.lens.off';
let off = $state(typeof localStorage !== 'undefined' && localStorage.getItem(OFF) !== null);

export const lens = {
	get on(): boolean {
		return !off;
	},
	turn(on: boolean): void {
		off = !on;
		if (on) localStorage.removeItem(OFF);
		else localStorage.setItem(OFF, '1');
	},
};
