// What every browser test needs: a server of its own file, a page that somebody is signed in to, axe.
// Usage: `const house = useServer();` at the top of a spec, then in a test `await house.open(page, '/calls', 'administrator')`.
// Tests tell each fact themselves (story.ts) and wait for what should be seen; none of them sleeps.

import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { Role } from './house';
import { startServer, type Server, type ServerOptions } from './server';
import { signIn } from './sign-in';

export { expect, signIn, test };

let threads = 0;

/** A name for a conversation that no other has. */
export function thread(what = 'call'): string {
  threads += 1;
  return `${what}-${process.pid}-${threads}`;
}

export interface ServerOfFile {
  readonly server: Server;
  /** Signs in as somebody of this role, and opens a place of the page. */
  open(page: Page, path: string, role?: Role): Promise<void>;
}

/** A server for all tests of a file, from an empty store on. `fill` tells it what they all see. */
export function useServer(options: ServerOptions = {}, fill?: (server: Server) => Promise<void>): ServerOfFile {
  let running: Server | undefined;
  test.beforeAll(async () => {
    running = await startServer(options);
    await fill?.(running);
  });
  test.afterAll(async () => {
    await running?.stop();
    running = undefined;
  });
  const server = () => {
    if (!running) throw new Error('the server runs inside of tests only');
    return running;
  };
  return {
    get server() {
      return server();
    },
    async open(page, path, role = 'administrator') {
      await signIn(page.request, server(), role);
      await page.goto(server().origin + path);
    },
  };
}

/** That axe finds nothing serious in what is seen now, and nothing is wider than the window. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const said = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  expect(said).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, 'the page scrolls sideways').toBeLessThanOrEqual(0);
}

/** Fails a test in which the page asks another host, or breaks the policy of the server. */
export function expectOwnHostOnly(page: Page, server: Server): { check(): void } {
  const faults: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== server.origin) faults.push(`asked ${url.origin}`);
  });
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
  });
  return { check: () => expect(faults).toEqual([]) };
}
