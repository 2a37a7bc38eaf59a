// How the page is built. Two entries: the page itself, and with `--mode widget` the one file that other pages embed.
// What is built makes no request to another host and holds no inline script or style, so that the server's policy is strict.

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

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

/** All styles of the element as one text in its script: a constructed sheet needs no exception in the policy of a page. */
const stylesInside: Plugin = {
  name: 'styles-inside',
  enforce: 'post',
  generateBundle(_options, bundle) {
    const styles = Object.values(bundle).filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
    const text = styles.map((file) => (file.type === 'asset' ? String(file.source) : '')).join('').trim();
    for (const { fileName } of styles) delete bundle[fileName];
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk') file.code = file.code.replace(/(["'`])__WIDGET_STYLES__\1/, () => JSON.stringify(text));
    }
  },
};

const widget: UserConfig = {
  plugins: [svelte(), stylesInside],
  publicDir: false,
  build: {
    target: 'es2022',
    // Browsers that know `light-dark()`: without it the element would follow the system and not the page that it stands in.
    cssTarget: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    emptyOutDir: false,
    cssCodeSplit: false,
    lib: { entry: 'src/widget/index.ts', formats: ['es'], fileName: () => 'widget.js' },
  },
};

export default defineConfig(({ mode }) => (mode === 'widget' ? widget : page));
