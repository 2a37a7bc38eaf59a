// What a browser has to load, compressed as the server sends it. The whole page with all its views must stay under 250 KB, and the
// element for other pages, which stands beside it, under 45.

import { readFile, readdir } from 'node:fs/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const KB = 1000;
const PAGE_MAX = 250 * KB;
const WIDGET = 'widget.js';
const WIDGET_MAX = 45 * KB;
const DIST = new URL('../dist/', import.meta.url);

const names = (await readdir(DIST, { recursive: true })).filter((name) => /\.(js|css|html|svg)$/.test(name)).sort();
let total = 0;
let first = 0;
let widget = 0;
for (const name of names) {
  const bytes = await readFile(new URL(name, DIST));
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }).length;
  const gz = gzipSync(bytes, { level: 9 }).length;
  if (name === WIDGET) widget += gz;
  else total += gz;
  if (/index/.test(name)) first += gz;
  const sizes = [bytes.length, gz, br].map((size) => String(size).padStart(8));
  console.log(`${name.padEnd(44)} ${sizes[0]} ${sizes[1]} gz ${sizes[2]} br`);
}
console.log(`page ${(total / KB).toFixed(1)} KB gzipped of ${PAGE_MAX / KB}, of which first ${(first / KB).toFixed(1)} KB`);
console.log(`widget ${(widget / KB).toFixed(1)} KB gzipped of ${WIDGET_MAX / KB}; both ${((total + widget) / KB).toFixed(1)} KB`);
for (const [what, size, most] of [['page', total, PAGE_MAX], ['widget', widget, WIDGET_MAX]]) {
  if (size <= most) continue;
  console.error(`The ${what} is over ${most / KB} KB compressed.`);
  process.exitCode = 1;
}
