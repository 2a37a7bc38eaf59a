// <callbook-activity> in a page of another site, whose policy allows it nothing but this server.

import { createServer, type Server as HttpServer } from 'node:http';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Chance } from './chance';
import { bringSound } from './day';
import { contact } from './house';
import { expect, test, thread, useServer } from './page';
import { abandoned, direct, handedOver, type Told } from './plots';
import { Story } from './story';

const HOUR_MS = 3_600_000;
const house = useServer({}, async (server) => {
  const chance = new Chance(4);
  const before = (hours: number) => new Story(thread(), new Date(Date.now() - hours * HOUR_MS));
  const told: Told[] = [
    handedOver(before(2), chance, 'noor', 'bo', 'carol', 40, true),
    abandoned(before(3), chance, 'noor', 'support', 41),
    ...Array.from({ length: 12 }, (_, place) => direct(before(24 + place), chance, 'noor', 'ruth', 30)),
    direct(before(4), chance, 'mila', 'ann', 30),
  ];
  await server.tell(told.flatMap(({ story }) => story.signals));
  await bringSound(server, told, new Date(Date.now() - 30 * HOUR_MS));
});

let site: HttpServer;
let origin = '';
let element = '';
test.beforeAll(async () => {
  site = createServer((asked, told) => {
    const callbook = house.server.origin;
    const policy = `default-src 'none'; script-src ${callbook}; connect-src ${callbook}; media-src ${callbook}`;
    told.writeHead(asked.url === '/' ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
    told.end(asked.url === '/' ? html(callbook, element) : undefined);
  });
  await new Promise<void>((ready) => site.listen(0, 'localhost', ready));
  const address = site.address();
  if (address === null || typeof address === 'string') throw new Error('the other site has no port');
  origin = `http://localhost:${address.port}`;
});
test.afterAll(() => new Promise<void>((done) => (site.close(() => done()), site.closeAllConnections())));

function html(callbook: string, inside: string): string {
  const script = `<script type="module" src="${callbook}/widget.js"></script>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A customer</title>${script}</head>
    <body><main><h1>A customer</h1>${inside}</main></body></html>`;
}

async function token(more: object = {}): Promise<string> {
  const body = { name: 'activity', role: 'administrator', scope: 'read', origins: [origin], ...more };
  return (await house.server.ask<{ token: string }>('POST', '/tokens', body)).token;
}

async function show(page: Page, attributes: string): Promise<void> {
  element = `<callbook-activity ${attributes}></callbook-activity>`;
  await page.goto(`${origin}/`);
}
const rows = (page: Page) => page.locator('callbook-activity').getByRole('listitem');

test('it shows the calls of a number in any spelling, newest first, and older ones on demand', async ({ page }) => {
  await show(page, `token="${await token()}" number="020 555 0137"`);
  await expect(rows(page)).toHaveCount(10);
  await expect(rows(page).first()).toContainText('transferred, announced');
  await expect(rows(page).nth(1)).toContainText('Not handled');
  await expect(page.locator('callbook-activity')).toContainText('14 conversations');
  await page.getByRole('button', { name: 'Older' }).click();
  await expect(rows(page)).toHaveCount(14);
  await expect(page.getByRole('button', { name: 'Older' })).toHaveCount(0);
});

test('users, queues and lines are called by their names, which the token is told and no more', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await show(page, `token="${await token()}" number="${contact('noor').number}"`);
  await expect(rows(page).first()).toContainText(/Bo Tamm.*Carol Idris/);
  await expect(rows(page).nth(1)).toContainText('Support');
  await expect(rows(page).nth(2)).toContainText('Ruth Ames');
  await expect(rows(page).nth(2)).toContainText('at Front desk');
  expect(asked.filter((path) => path.includes('/directory/'))).toEqual([]);
  expect(asked.filter((path) => path.endsWith('/names/users'))).toHaveLength(1);
});

test('it shows the calls of a record', async ({ page }) => {
  await show(page, `token="${await token()}" kind="contact" record="${contact('mila').key}"`);
  await expect(rows(page)).toHaveCount(1);
});

test('it shows the calls that are linked with a record of another program', async ({ page }) => {
  const found = `/conversations?limit=1&number=${encodeURIComponent(contact('mila').number)}`;
  const { conversations } = await house.server.ask<{ conversations: { id: string }[] }>('GET', found);
  await house.server.ask('PUT', `/conversations/${conversations[0]?.id}/links/task/T-42`, {});
  await show(page, `token="${await token()}" kind="task" record="T-42"`);
  await expect(rows(page)).toHaveCount(1);
  await show(page, `token="${await token()}" kind="task" record="T-43"`);
  await expect(page.locator('callbook-activity')).toContainText('No calls yet');
});

test('it plays a recording, draws it, and moves in it by keyboard', async ({ page }) => {
  await show(page, `token="${await token()}" number="${contact('noor').number}"`);
  await rows(page).first().getByRole('button', { name: /^Play the recording/ }).click();
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  const place = page.getByRole('slider', { name: 'Position in the recording' });
  await expect(place).not.toHaveAttribute('aria-valuetext', /^0:00/);
  const bars = page.locator('callbook-activity .run path.played');
  await expect(bars).toHaveAttribute('d', /^(M\d+ [\d.]+V[\d.]+){20,}$/);
  await place.press('End');
  await expect(bars).toHaveCSS('clip-path', 'inset(-4px 0px)');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Speed/ }).click();
  await expect(page.getByRole('button', { name: /^Speed/ })).toHaveText('1.25×');
});

test('a recording that cannot be drawn is played all the same', async ({ page }) => {
  await page.route('**/callbook/v1/recordings/*/media*', (route) => route.abort());
  await show(page, `token="${await token()}" number="${contact('noor').number}"`);
  await rows(page).first().getByRole('button', { name: /^Play the recording/ }).click();
  await expect(page.getByRole('slider', { name: 'Position in the recording' })).not.toHaveAttribute('aria-valuetext', /^0:00/);
  await expect(page.locator('callbook-activity .run path')).toHaveCount(0);
});

/** A direct call that has just come in: what was told of it, and what is still to be told as it goes on. */
function comingIn(who: string, to: string) {
  const story = new Story(thread(), new Date(Date.now() - 1_000));
  const { told, open } = direct(story, new Chance(1), who, to, 600).story.until(new Date());
  return { told, rest: () => open.map((signal) => ({ ...signal, at: new Date().toISOString() })) };
}

const isFeed = (request: { url(): string }) => request.url().includes('/changes/events');

test('a call that comes in while it is shown is told by the feed, and ends, and nothing is asked meanwhile', async ({ page }) => {
  let asked = 0;
  page.on('request', (request) => (asked += Number(new URL(request.url()).pathname.endsWith('/conversations'))));
  const opened = page.waitForRequest((request) => isFeed(request) && request.method() === 'GET');
  await show(page, `token="${await token()}" number="${contact('zeno').number}"`);
  await expect(page.locator('callbook-activity')).toContainText('No calls yet');
  expect(new URL((await opened).url()).search).not.toContain('token');
  const call = comingIn('zeno', 'kit');
  await house.server.tell(call.told);
  await expect(rows(page).first()).toContainText('Ringing now');
  const before = asked;
  await house.server.tell(comingIn('vera', 'ann').told);
  await house.server.tell(call.rest());
  await expect(rows(page).first()).toContainText('Answered after');
  expect(asked).toBe(before);
});

test('where the feed is refused it looks every few seconds', async ({ page }) => {
  const headers = { 'access-control-allow-origin': origin };
  await page.route('**/changes/events*', (route) => route.fulfill({ status: 403, headers, json: { status: 403 } }));
  await show(page, `token="${await token()}" number="${contact('leo').number}"`);
  await expect(page.locator('callbook-activity')).toContainText('No calls yet');
  await house.server.tell(comingIn('leo', 'kit').told);
  await expect(rows(page).first()).toContainText('Ringing now', { timeout: 20_000 });
});

test('while the server is away it says so, and goes on after the last change that it had', async ({ page }) => {
  const opened = page.waitForResponse((response) => isFeed(response) && response.ok());
  await show(page, `token="${await token()}" number="${contact('dina').number}"`);
  await expect(page.locator('callbook-activity')).toContainText('No calls yet');
  await opened;
  const call = comingIn('dina', 'finn');
  await house.server.tell(call.told);
  await expect(rows(page).first()).toContainText('Ringing now');
  await house.server.halt();
  await expect(page.getByText('Not updated: the server cannot be reached.')).toBeVisible();
  await house.server.again();
  const resumed = page.waitForRequest((request) => isFeed(request) && new URL(request.url()).searchParams.has('after'));
  await house.server.tell(call.rest());
  await resumed;
  await expect(rows(page).first()).toContainText('Answered after', { timeout: 45_000 });
  await expect(page.getByText('Not updated')).toHaveCount(0);
});

test('elements of one token share a feed, which ends with the last of them and begins again', async ({ page }) => {
  let feeds = 0;
  page.on('request', (request) => (feeds += Number(isFeed(request) && request.method() === 'GET')));
  const key = await token();
  element = ['noor', 'mila'].map((who) => `<callbook-activity token="${key}" number="${contact(who).number}"></callbook-activity>`).join('');
  const opened = page.waitForResponse((response) => isFeed(response) && response.ok());
  await page.goto(`${origin}/`);
  await opened;
  await expect(rows(page)).not.toHaveCount(0);
  await page.evaluate(() => document.querySelector('callbook-activity')?.remove());
  expect(feeds).toBe(1);
  const ended = page.waitForEvent('requestfailed', isFeed);
  const last = await page.evaluateHandle(() => document.querySelector('callbook-activity'));
  await last.evaluate((node) => node?.remove());
  await ended;
  const again = page.waitForRequest((request) => isFeed(request) && request.method() === 'GET');
  await last.evaluate((node) => node && document.body.append(node));
  await again;
  await expect(rows(page).first()).toBeVisible();
});

test('an element that nobody sees for a while asks nothing, until somebody does again', async ({ page }) => {
  await page.clock.install();
  const opened = page.waitForResponse((response) => isFeed(response) && response.ok());
  await show(page, `token="${await token()}" number="${contact('noor').number}"`);
  await opened;
  await expect(rows(page)).toHaveCount(10);
  const ended = page.waitForEvent('requestfailed', isFeed);
  await page.locator('callbook-activity').evaluate((node) => {
    (node as HTMLElement).style.display = 'none';
    // Told after the element's own, which looks for the same.
    return new Promise<void>((gone) => new IntersectionObserver(([seen]) => seen?.isIntersecting || gone()).observe(node));
  });
  await page.clock.fastForward(21_000);
  await ended;
  const call = comingIn('noor', 'gita');
  await house.server.tell(call.told);
  const again = page.waitForRequest((request) => isFeed(request) && request.method() === 'GET');
  await page.locator('callbook-activity').evaluate((node) => ((node as HTMLElement).style.display = ''));
  await again;
  await expect(rows(page).first()).toContainText('Ringing now');
  await house.server.tell(call.rest());
});

test('another number is shown when the page says so', async ({ page }) => {
  await show(page, `token="${await token()}" number="${contact('noor').number}"`);
  await expect(rows(page)).toHaveCount(10);
  await page.locator('callbook-activity').evaluate((node, number) => node.setAttribute('number', number), contact('mila').number);
  await expect(rows(page)).toHaveCount(1);
});

test('it says in words when a token is missing, is revoked, or is for another page', async ({ page }) => {
  const says = page.locator('callbook-activity').getByRole('alert');
  await show(page, 'number="020 555 0137"');
  await expect(says).toContainText('needs the attribute “token”');
  await show(page, `token="${await token()}"`);
  await expect(says).toContainText('needs the attribute “number”');
  const other = await token({ origins: ['https://shop.example'] });
  await show(page, `token="${other}" number="020 555 0137"`);
  await expect(says).toContainText('its address is not in the token’s list');
  await expect(rows(page)).toHaveCount(0);
});

test('in a page that may not ask, the feed is given up after a few tries', async ({ page }) => {
  const asked = { calls: 0, feed: 0 };
  page.on('requestfailed', (request) => {
    if (request.url().includes('/conversations?')) asked.calls += 1;
    if (request.url().includes('/changes/events')) asked.feed += 1;
  });
  await page.clock.install();
  await show(page, `token="${await token({ origins: ['https://shop.example'] })}" number="020 555 0137"`);
  const callsAsked = (times: number) => expect.poll(async () => (await page.clock.runFor(5_000), asked.calls)).toBeGreaterThanOrEqual(times);
  await callsAsked(4);
  const tries = asked.feed;
  await callsAsked(6);
  expect(asked.feed).toBe(tries);
});

test('it breaks no strict policy, asks no other host, and leaves the look of the page alone', async ({ page }) => {
  const faults: string[] = [];
  page.on('console', (message) => /Content Security Policy/i.test(message.text()) && faults.push(message.text()));
  page.on('request', (request) => {
    if (![origin, house.server.origin].includes(new URL(request.url()).origin)) faults.push(request.url());
  });
  await show(page, `token="${await token()}" number="020 555 0137"`);
  await expect(rows(page)).toHaveCount(10);
  await expect(page.locator('h1')).toHaveCSS('font-weight', '700');
  expect(await rows(page).first().evaluate((row) => getComputedStyle(row).listStyleType)).toBe('none');
  expect(faults).toEqual([]);
});

for (const [width, scheme] of [[440, 'light'], [320, 'dark']] as const) {
  test(`it is accessible at ${width} pixels, ${scheme}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await show(page, `token="${await token()}" number="020 555 0137"`);
    await page.locator('callbook-activity').evaluate((node, scheme) => ((node as HTMLElement).style.colorScheme = scheme), scheme);
    await expect(rows(page)).toHaveCount(10);
    const { violations } = await new AxeBuilder({ page }).include('callbook-activity').analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });
}
