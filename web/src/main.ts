// Where the page begins: its styles, the address, who one is, and the frame.

import { mount } from 'svelte';
import App from './App.svelte';
import { session } from './api/session.svelte';
import { router } from './router.svelte';
import './styles/tokens.css';
import './styles/elements.css';
import './styles/frame.css';
import './styles/parts.css';
import { theme } from './theme.svelte';

theme.start();
router.start();
void session.begin();
mount(App, { target: document.body });
