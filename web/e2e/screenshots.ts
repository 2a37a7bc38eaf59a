// `npm run screenshots`: every view in light and dark, at 360, 1440 and 2560 pixels, into web/screenshots/, which git ignores.
// --only NAME takes one view; --pictures also writes the six of the README into docs/pictures/. One more view: a line in SHOTS.

import { chromium, type BrowserContext, type Page } from '@playwright/test';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fill, signInAgents } from './demo-server';
import { afternoon } from './day';
import { Live } from './live';
import { signIn } from './sign-in';
import { startServer, type Server } from './server';

const FOLDER = fileURLToPath(new URL('../screenshots/', import.meta.url));
const PICTURES = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const WIDTHS = [360, 1440, 2560];
const SCHEMES = ['light', 'dark'] as const;

interface Shot {
  name: string;
  /** Where it is; null: the view does not exist in this store. */
  path(server: Server): Promise<string | null> | string;
  /** What is done there before the picture is taken. */
  then?(page: Page): Promise<void>;
  /** Who looks; nobody: signed out. */
  signedOut?: true;
  /** The width and scheme of which the README has a picture. */
  picture?: { width: number; scheme: 'light' | 'dark' };
}

/** The newest conversation of which something is true. */
const call = (query: string) => async (server: Server) => {
  const page = await server.ask<{ conversations: { id: string }[] }>('GET', `/conversations?limit=1&${query}`);
  return page.conversations[0] ? `/calls/${page.conversations[0].id}` : null;
};

/** The newest conversation that was handed over in this way. */
const transferred = (kind: 'attended' | 'blind') => async (server: Server) => {
  type Row = { id: string; transfers: { kind: string }[] };
  const page = await server.ask<{ conversations: Row[] }>('GET', '/conversations?limit=500&state=ended');
  const row = page.conversations.find(({ transfers }) => transfers.some((transfer) => transfer.kind === kind));
  return row ? `/calls/${row.id}` : null;
};

const SHOTS: readonly Shot[] = [
  { name: 'live', path: () => '/live', picture: { width: 1440, scheme: 'light' } },
  { name: 'calls', path: () => '/calls', picture: { width: 1440, scheme: 'light' } },
  { name: 'call-recorded', path: call('recorded=true&outcome=answered'), picture: { width: 1440, scheme: 'dark' } },
  { name: 'call-handed-over', path: transferred('attended'), picture: { width: 1440, scheme: 'light' } },
  { name: 'call-sent-on', path: transferred('blind') },
  { name: 'call-voicemail', path: call('outcome=voicemail') },
  { name: 'call-abandoned', path: call('outcome=abandoned') },
  { name: 'missed', path: () => '/missed' },
  { name: 'analysis', path: () => '/analysis', picture: { width: 1440, scheme: 'dark' } },
  { name: 'admin-sources', path: () => '/admin/sources', picture: { width: 1440, scheme: 'dark' } },
  { name: 'admin-subscriptions', path: () => '/admin/subscriptions' },
  { name: 'admin-apps', path: () => '/admin/apps' },
  { name: 'admin-directory', path: () => '/admin/directory' },
  { name: 'admin-people', path: () => '/admin/people' },
  { name: 'admin-tokens', path: () => '/admin/tokens' },
  { name: 'admin-account', path: () => '/admin/account' },
  { name: 'call-unknown', path: () => '/calls/00000000-0000-4000-8000-000000000000' },
  { name: 'sign-in', path: () => '/sign-in', signedOut: true },
];

async function take(context: BrowserContext, server: Server, shot: Shot, scheme: (typeof SCHEMES)[number], words: Words) {
  const path = await shot.path(server);
  if (path === null) return console.log(`${shot.name}: nothing of the kind is in the store`);
  const page = await context.newPage();
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width === 360 ? 780 : 1_000 });
    await page.goto(server.origin + path);
    await settled(page);
    await shot.then?.(page);
    await page.screenshot({ path: `${FOLDER}${shot.name}-${width}-${scheme}.png`, fullPage: true });
    if (words.pictures && shot.picture?.width === width && shot.picture.scheme === scheme) {
      await page.screenshot({ path: `${PICTURES}${shot.name}.png` });
    }
  }
  await page.close();
  console.log(`${shot.name} ${scheme}`);
}

/** Until nothing says any more that it is being loaded, and the letters stand. */
async function settled(page: Page): Promise<void> {
  await page.locator('main, form').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"]') === null);
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(done))));
}

interface Words {
  only: string;
  pictures: boolean;
  weeks: string;
}

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: '' },
      weeks: { type: 'string', default: '8' },
      pictures: { type: 'boolean', default: false },
    },
  });
  await mkdir(FOLDER, { recursive: true });
  if (values.pictures) await mkdir(PICTURES, { recursive: true });
  const zone = afternoon();
  const server = await startServer({ zone });
  const agents = await signInAgents(server);
  const live = new Live(server, 6);
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'] });
  try {
    await fill(server, zone, live, Number(values.weeks));
    for (const scheme of SCHEMES) {
      for (const shot of SHOTS.filter(({ name }) => name.startsWith(values.only))) {
        const context = await browser.newContext({ timezoneId: zone, locale: 'en-GB' });
        if (!shot.signedOut) await signIn(context.request, server, 'administrator');
        await take(context, server, shot, scheme, values);
        await context.close();
      }
    }
  } finally {
    await browser.close();
    live.end();
    await agents.stop();
    await server.stop();
  }
}
