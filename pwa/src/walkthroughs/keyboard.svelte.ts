// How much of the page a keyboard on the screen covers, in pixels. iOS lays it over the page; elsewhere the page shrinks.
const LEAST = 120; // less is the browser's own bars coming and going

let covered = $state(0);
let up = $state(false);
let tallest = typeof window === 'undefined' ? 0 : window.innerHeight;

export const keyboard = {
	get covers(): number {
		return covered;
	},
	get isUp(): boolean {
		return up;
	},
};

if (typeof window !== 'undefined' && window.visualViewport) {
	const viewport = window.visualViewport;
	const look = () => {
		tallest = Math.max(tallest, window.innerHeight);
		if (viewport.scale > 1.05) return; // zoomed in: what is cut off is not a keyboard
		covered = Math.max(0, Math.round(window.innerHeight - viewport.height - viewport.offsetTop));
		up = tallest - viewport.height > LEAST && document.activeElement?.matches('textarea, input') === true;
	};
	viewport.addEventListener('resize', look);
	viewport.addEventListener('scroll', look);
	window.addEventListener('orientationchange', () => (tallest = 0));
}
