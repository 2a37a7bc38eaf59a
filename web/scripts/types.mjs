// Writes src/api/schema.d.ts from the OpenAPI document of the server. Only the roots below are taken: the page speaks no
// vendor's dialect, so their types would only be weight. With --check nothing is written, and a stale file fails.

import { readFile, writeFile } from 'node:fs/promises';
import openapiTS, { astToString } from 'openapi-typescript';

const DOCUMENT = new URL('../../crates/callbook/openapi.json', import.meta.url);
const TYPES = new URL('../src/api/schema.d.ts', import.meta.url);
const ROOTS = ['/callbook/v1/', '/freshworks/v1/', '/healthz', '/readyz'];

/** All names of schemas that a part of the document speaks of. */
function named(part) {
  return [...JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((found) => found[1]);
}

const whole = JSON.parse(await readFile(DOCUMENT, 'utf8'));
const paths = Object.fromEntries(
  Object.entries(whole.paths).filter(([path]) => ROOTS.some((root) => path.startsWith(root))),
);
const wanted = new Set();
const open = named(paths);
while (open.length > 0) {
  const name = open.pop();
  if (wanted.has(name)) continue;
  wanted.add(name);
  open.push(...named(whole.components.schemas[name]));
}
const schemas = Object.fromEntries(Object.entries(whole.components.schemas).filter(([name]) => wanted.has(name)));
// The session's cookie goes by itself, so no operation here asks for one.
const document = { ...whole, paths, components: { schemas } };
delete document.security;
for (const path of Object.values(paths)) for (const operation of Object.values(path)) delete operation.security;

const head = '// Written by `npm run types` from crates/callbook/openapi.json. Do not edit.\n\n';
const text = head + astToString(await openapiTS(document, { alphabetize: true, emptyObjectsUnknown: true }));
if (process.argv.includes('--check')) {
  const held = await readFile(TYPES, 'utf8').catch(() => '');
  if (held !== text) {
    console.error('src/api/schema.d.ts is older than the OpenAPI document: npm run types');
    process.exit(1);
  }
} else {
  await writeFile(TYPES, text);
}
