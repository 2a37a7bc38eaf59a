// The change feed where it cannot go on: a cursor that the server does not know, and a tab that nobody looks at. The page
// neither shows a blank nor leaves anything out.

import type { Page, Route } from '@playwright/test';
import { expect, test, thread, useServer } from './page';
import type { Server } from './server';
import { inside, outside, Story } from './story';

const house = useServer();
const EVENTS = '**/callbook/v1/changes/events?*';

function talking(who: string, by: string, secondsAgo: number) {
  const story = new Story(thread('feed'), new Date(Date.now() - secondsAgo * 1000));
  const caller = story.comesIn(outside(who));
  const phone = story.rings(caller, inside(by));
  story.after(3).takes(phone);
  story.joins(caller, phone);
  const told = story.signals.length;
  return {
    story,
    ends: async (server: Server) => {
      story.after(2).hangsUp(caller, [phone]);
      await server.tell(story.signals.slice(told));
    },
  };
}

/** Starts the server anew, and lets each try to open the feed again go by the hand of the test. */
async function anew(page: Page, server: Server, handle: (route: Route) => Promise<void>): Promise<void> {
  let isUp = false;
  await page.route(EVENTS, (route) => (isUp ? handle(route) : route.abort('connectionrefused')));
  await server.halt();
  await expect(page.getByRole('button', { name: /^Not updated since/ })).toBeVisible();
  await server.again();
  isUp = true;
}

/** Whenever a text is not there, that is noted, from now on. */
async function watchFor(page: Page, text: string): Promise<() => Promise<number>> {
  await page.evaluate((wanted) => {
    const seen = { gone: 0 };
    Object.assign(window, { seen });
    const look = () => {
      if (!document.querySelector('main')?.textContent?.includes(wanted)) seen.gone += 1;
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  }, text);
  return () => page.evaluate(() => (window as unknown as { seen: { gone: number } }).seen.gone);
}

test('a cursor that is not known has everything loaded again, and what happens just then is not missed', async ({ page }) => {
  const { server } = house;
  const [stays, ends, later] = [talking('vera', 'ann', 60), talking('leo', 'bo', 50), talking('noor', 'carol', 5)];
  await server.tell([...stays.story.signals, ...ends.story.signals]);
  await house.open(page, '/live', 'administrator');
  const table = page.getByRole('table', { name: 'Now' });
  const row = (name: RegExp) => table.getByRole('row', { name });
  await expect(row(/Vera Stahl/)).toBeVisible();
  await expect(row(/Leo Marsh/)).toBeVisible();
  const gone = await watchFor(page, 'Vera Stahl');

  // A store that was put back to an earlier one knows no such cursor.
  const asked: (string | null)[] = [];
  await anew(page, server, async (route) => {
    const url = new URL(route.request().url());
    asked.push(url.searchParams.get('after'));
    if (url.searchParams.has('after')) {
      url.searchParams.set('after', 'unknown');
      return route.continue({ url: url.toString() });
    }
    // Between the two tries, when nobody listens, one call ends and another begins.
    if (asked.length === 2) {
      await ends.ends(server);
      await server.tell(later.story.signals);
    }
    return route.continue();
  });
  await expect(page.getByText('Up to date').first()).toBeVisible({ timeout: 30_000 });
  await expect(row(/Noor Falk/)).toBeVisible();
  await expect(row(/Leo Marsh/).getByText('Ended')).toBeVisible();
  await expect(row(/Vera Stahl/)).toBeVisible();
  expect(asked[0]).not.toBeNull();
  expect(asked[1]).toBeNull();
  expect(await gone(), 'the page was blank meanwhile').toBe(0);
  await later.ends(server);
  await stays.ends(server);
  await expect(row(/Noor Falk/).getByText('Ended')).toBeVisible();
});

test('the log is read anew without a blank, and a row that changed meanwhile is right', async ({ page }) => {
  const { server } = house;
  const call = talking('dina', 'ann', 30);
  await server.tell(call.story.signals);
  await house.open(page, '/calls', 'administrator');
  const row = page.locator('.log-t tbody tr[data-id]', { hasText: 'Dina Roe' });
  await expect(row.getByText('Talking')).toBeVisible();
  const gone = await watchFor(page, 'Dina Roe');
  await anew(page, server, async (route) => {
    const url = new URL(route.request().url());
    if (!url.searchParams.has('after')) return route.continue();
    await call.ends(server);
    url.searchParams.set('after', 'unknown');
    return route.continue({ url: url.toString() });
  });
  await expect(row.getByText('Answered')).toBeVisible({ timeout: 30_000 });
  expect(await gone(), 'the log was blank meanwhile').toBe(0);
});

test('a tab that nobody looks at gives its connections back, and is right when it is looked at again', async ({ page }) => {
  const { server } = house;
  const [stays, ends, later] = [talking('petra', 'ann', 60), talking('sami', 'bo', 50), talking('tess', 'carol', 5)];
  await server.tell([...stays.story.signals, ...ends.story.signals]);
  await page.clock.install();
  await house.open(page, '/live', 'administrator');
  const table = page.getByRole('table', { name: 'Now' });
  const row = (name: RegExp) => table.getByRole('row', { name });
  await expect(row(/Sami Brook/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Agents' }).getByRole('row', { name: /Bo Tamm/ })).toContainText('Talking');
  const open = new Set<string>();
  page.on('requestfailed', (request) => open.delete(new URL(request.url()).pathname));
  page.on('request', (request) => open.add(new URL(request.url()).pathname));
  const [feed, presence] = ['/callbook/v1/changes/events', '/callbook/v1/presence/events'];
  open.add(feed).add(presence);

  // Briefly out of sight it goes on: what ends then is seen to.
  await hide(page, true);
  await page.clock.fastForward(15_000);
  await hide(page, false);
  await page.clock.fastForward(10_000);
  expect([...open]).toEqual(expect.arrayContaining([feed, presence]));

  await hide(page, true);
  await page.clock.fastForward(21_000);
  await expect.poll(() => [open.has(feed), open.has(presence)]).toEqual([false, false]);
  await ends.ends(server);
  await server.tell(later.story.signals);
  await page.clock.fastForward(60_000);
  await expect(row(/Sami Brook/).getByText('Talking')).toBeVisible();
  await expect(row(/Tess Amari/)).toHaveCount(0);

  const resumed = page.waitForRequest((request) => request.url().includes(feed));
  await hide(page, false);
  expect(new URL((await resumed).url()).searchParams.get('after')).toBeTruthy();
  await expect(row(/Tess Amari/)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Just ended' })).toContainText('Sami Brook');
  await expect(page.getByRole('region', { name: 'Agents' }).getByRole('row', { name: /Carol Idris/ })).toContainText('Talking');
  await expect(page.getByRole('region', { name: 'Agents' }).getByRole('row', { name: /Bo Tamm/ })).not.toContainText('Talking');
  await expect(page.getByText('Up to date').first()).toBeVisible();
});

/** As if another tab were before this one: a browser without windows has no other way to be told so. */
async function hide(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden });
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (hidden ? 'hidden' : 'visible') });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
}
