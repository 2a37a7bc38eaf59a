// How the page is built. Two entries: the page itself, and with `--mode widget` the one file that other pages embed.
// What is built makes no request to another host and holds no inline script or style, so that the server's policy can be strict.

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type UserConfig } from 'vite';

// Where the server under `npm run dev` is.
const SERVER = process.env.CALLBOOK ?? 'http://127.0.0.1:8080';
const ROOTS = ['/callbook', '/recordings', '/freshworks', '/elma365', '/api', '/v1', '/v3', '/v3.0', '/platform'];

const page: UserConfig = {
  plugins: [svelte()],
  server: { proxy: Object.fromEntries(ROOTS.map((root) => [root, { target: SERVER, ws: true }])) },
  build: {
    target: 'es2022',
    assetsDir: 'assets',
    // The policy forbids `data:` in scripts and styles; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
};

const widget: UserConfig = {
  plugins: [svelte({ compilerOptions: { css: 'injected' } })],
  publicDir: false,
  build: {
    target: 'es2022',
    emptyOutDir: false,
    lib: { entry: 'src/widget/index.ts', formats: ['es'], fileName: () => 'widget.js' },
  },
};

export default defineConfig(({ mode }) => (mode === 'widget' ? widget : page));
