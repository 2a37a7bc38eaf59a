// Stands before a binary that was built without the page: serves web/dist as the server does, and passes everything else on.
// Where the binary serves the page by itself nothing of this is used, so that tests run on the real server; only whoever
// names a folder in CALLBOOK_DIST looks at the page that was built there.

import { readFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

// CALLBOOK_DIST names another build than web/dist.
const DIST = process.env.CALLBOOK_DIST ?? fileURLToPath(new URL('../dist', import.meta.url));
const PAGES = /^\/(live|calls(\/[^/]+)?|missed|analysis|admin(\/.*)?|sign-in)?$/;
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; " +
  "connect-src 'self'; font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export interface Front {
  origin: string;
  stop(): Promise<void>;
}

/** Starts it, unless the server at this address has the page. */
export async function startFront(api: string): Promise<Front | undefined> {
  const answer = await fetch(`${api}/`, { headers: { accept: 'text/html' } });
  await answer.body?.cancel();
  if (process.env.CALLBOOK_DIST === undefined && answer.ok && answer.headers.get('content-type')?.startsWith('text/html')) return undefined;
  const server = createServer((asked, told) => void serve(api, asked, told));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the front has no port');
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${address.port}`, stop };
}

async function serve(api: string, asked: IncomingMessage, told: ServerResponse): Promise<void> {
  const path = new URL(asked.url ?? '/', api).pathname;
  if (PAGES.test(path)) return file('index.html', told);
  if (path.startsWith('/assets/') || path === '/widget.js') return file(path.slice(1), told);
  pass(api, asked, told);
}

async function file(name: string, told: ServerResponse): Promise<void> {
  const place = normalize(join(DIST, name));
  const bytes = place.startsWith(DIST) ? await readFile(place).catch(() => undefined) : undefined;
  const type = TYPES[extname(name)] ?? 'application/octet-stream';
  const open = name === 'widget.js' ? { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' } : {};
  told.writeHead(bytes ? 200 : 404, { 'content-type': type, 'content-security-policy': POLICY, ...open });
  told.end(bytes);
}

/** The server is asked the same, with `Host` and `Origin` as they came: it decides by them what is its own page. */
function pass(api: string, asked: IncomingMessage, told: ServerResponse): void {
  const { hostname, port } = new URL(api);
  const forward = request({ hostname, port, path: asked.url, method: asked.method, headers: asked.headers }, (answer) => {
    // A binary without the page may be of before the session's cookie counted for all roots.
    const cookies = answer.headers['set-cookie']?.map((cookie) => cookie.replace('Path=/callbook/v1', 'Path=/'));
    told.writeHead(answer.statusCode ?? 502, { ...answer.headers, ...(cookies && { 'set-cookie': cookies }) });
    answer.pipe(told);
  });
  forward.on('error', () => told.destroy());
  told.on('close', () => forward.destroy());
  asked.pipe(forward);
}
