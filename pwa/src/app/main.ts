import '../ui/fonts.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { mount } from 'svelte';
import { applyLook } from '../ui';
import App from './App.svelte';
import { startRouter } from './router';
import { startSession } from './session.svelte';
import { keepInstallPrompt } from './worker/install.svelte';
import { registerWorker } from './worker/registration.svelte';

applyLook();
keepInstallPrompt();
startRouter();
mount(App, { target: document.getElementById('app') ?? document.body });
void startSession();
void registerWorker();
