import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { mount } from 'svelte';
import { door } from '../api/door';
import { applyLook } from '../ui';
import App from './App.svelte';
import { me } from './me.svelte';
import { startRouter } from './router';
import { startSession } from './session.svelte';
import { keepInstallPrompt } from './worker/install.svelte';
import { registerWorker } from './worker/registration.svelte';

applyLook();
keepInstallPrompt();
startRouter();
mount(App, { target: document.getElementById('app') ?? document.body });
void startSession({
	enter: async (signedIn) => {
		me.persons = signedIn.persons;
	},
	reopen: async () => {
		const asked = await door.me();
		if (asked.ok) me.persons = asked.value.persons;
		return asked.ok;
	},
});
void registerWorker();
