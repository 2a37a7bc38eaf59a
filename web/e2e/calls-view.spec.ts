// Calls: found by number in any spelling, name and note; filters in the address; endless by keyset; keys; previews; exports.

import { expect, expectAccessible, test, thread, useServer } from './page';
import { inside, outside, Story } from './story';
import type { Server } from './server';

const MANY = 260;
const house = useServer({}, fill);

function answered(who: string, by: string, hoursAgo: number, seconds = 40): Story {
  const story = new Story(thread('answered'), new Date(Date.now() - hoursAgo * 3_600_000));
  const caller = story.comesIn(outside(who));
  const phone = story.rings(caller, inside(by));
  story.after(5).takes(phone);
  story.joins(caller, phone);
  story.after(seconds).hangsUp(caller, [phone]);
  return story;
}

function missed(who: string, to: string, hoursAgo: number): Story {
  const story = new Story(thread('missed'), new Date(Date.now() - hoursAgo * 3_600_000));
  const caller = story.comesIn(outside(who));
  const phone = story.rings(caller, inside(to));
  story.after(15).hangsUp(caller, [phone]);
  return story;
}

async function fill(server: Server): Promise<void> {
  const many = Array.from({ length: MANY }, (_, n) => answered('zeno', 'kit', 30 + n / 4));
  const stories = [...many, answered('vera', 'ann', 1), missed('dina', 'bo', 2), answered('noor', 'carol', 400)];
  await server.tell(stories.flatMap(({ signals }) => signals));
  const found = await server.ask<{ conversations: { id: string }[] }>('GET', '/conversations?number=%2B31205550119');
  await server.ask('POST', `/conversations/${found.conversations[0]?.id}/notes`, { text: 'Wants the larger saddlebag' });
}
const rows = '.log-t tbody tr[data-id]';

test('a call is found by number in another spelling or by its end, by names that begin so, and by a note', async ({ page }) => {
  await house.open(page, '/calls', 'administrator');
  const search = page.getByRole('searchbox', { name: 'Search' });
  for (const text of ['020 - 555 01 19', '0119', '55 01-19', 'ann mo', 'ver sta', 'saddle']) {
    await search.fill(text);
    await expect(page.locator(rows)).toHaveCount(1);
    await expect(page.locator(rows)).toContainText('Vera Stahl');
  }
  await expect(page).toHaveURL(/q=saddle/);
  await page.reload();
  await expect(search).toHaveValue('saddle');
  await expect(page.locator(rows)).toHaveCount(1);
  await expect(page.getByRole('img', { name: 'Note' })).toBeVisible();
});

test('who sees only own calls finds them by beginnings and ends, and nothing of others', async ({ page }) => {
  await house.open(page, '/calls', 'user');
  const search = page.getByRole('searchbox', { name: 'Search' });
  for (const text of ['ver', '0119', 'saddleb']) {
    await search.fill(text);
    await expect(page.locator(rows)).toHaveCount(1);
    await expect(page.locator(rows)).toContainText('Vera Stahl');
    // What is found has its bar, and what is said of all and of the day is one.
    await expect(page.locator('.brush rect.up')).toHaveCount(1);
    await expect(page.getByText('1 conversation, 100 % answered')).toHaveCount(2);
  }
  for (const text of ['dina', '0112']) {
    await search.fill(text);
    await expect(page.getByRole('heading', { name: new RegExp(`“${text}”`) })).toBeVisible();
  }
});

test('filters are in the address, narrow together, and Back takes the last one away', async ({ page }) => {
  await house.open(page, '/calls', 'administrator');
  await page.getByRole('button', { name: /^Outcome/ }).click();
  await page.getByRole('menuitemradio', { name: 'Cancelled' }).click();
  await expect(page).toHaveURL(/outcome=cancelled/);
  await expect(page.locator(rows)).toHaveCount(1);
  await expect(page.locator(rows)).toContainText('Dina Roe');
  await page.getByRole('button', { name: /^User/ }).click();
  await page.getByRole('menuitemradio', { name: 'Ann Mori' }).click();
  await expect(page.getByRole('heading', { name: /No calls match these filters/ })).toBeVisible();
  await page.goBack();
  await expect(page.locator(rows)).toHaveCount(1);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.locator(rows).nth(5)).toBeVisible();
});

test('missed and not handled are one press away', async ({ page }) => {
  await house.open(page, '/calls', 'administrator');
  await page.getByRole('button', { name: /Missed, not handled/ }).click();
  await expect(page.locator(rows)).toHaveCount(1);
  await expect(page).toHaveURL(/due=yes/);
});

test('where nothing matches in this time, other times are offered', async ({ page }) => {
  await house.open(page, '/calls?q=noor', 'administrator');
  await expect(page.getByRole('heading', { name: /Nothing matches .noor./ })).toBeVisible();
  await expect(page.getByText('1 matches without the time limit.')).toBeVisible();
  await page.getByRole('button', { name: 'Search all time' }).click();
  await expect(page.locator(rows)).toContainText('Noor Falk');
  await expect(page).toHaveURL(/time=all/);
});

test('the list goes on as one scrolls, and only what is on screen stands in the page', async ({ page }) => {
  await house.open(page, '/calls', 'administrator');
  await expect(page.locator(rows).first()).toContainText('Vera Stahl');
  await expect(page.getByText(/^26\d conversations, \d+ % answered/)).toBeVisible();
  await expect(page.getByRole('rowheader', { name: /\d conversations?, \d+ % answered/ }).first()).toBeVisible();
  await expect.poll(async () => {
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    return page.getByText(/^That is all: 26\d conversations/).count();
  }).toBe(1);
  expect(await page.locator(rows).count()).toBeLessThan(80);
});

test('a call that comes in is counted and shown when asked for, and moves nothing by itself', async ({ page }) => {
  await house.open(page, '/calls', 'administrator');
  await expect(page.locator(rows).first()).toContainText('Vera Stahl');
  await house.server.tell(answered('tess', 'ann', -0.001, 1).signals.slice(0, 2));
  const newer = page.getByRole('button', { name: 'Show 1 newer' });
  await expect(newer).toBeVisible();
  await expect(page.locator(rows).first()).toContainText('Vera Stahl');
  await newer.click();
  await expect(page.locator(rows).first()).toContainText('Tess Amari');
});

test('j and k move, Space previews, Enter opens, and Back comes back to the same list', async ({ page }) => {
  await house.open(page, '/calls?q=vera', 'administrator');
  await expect(page.locator(rows)).toHaveCount(1);
  await page.locator('h1').click();
  await page.keyboard.press('j');
  await expect(page.locator(rows)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press(' ');
  const preview = page.getByRole('dialog', { name: 'Preview' });
  await expect(preview).toContainText('Wants the larger saddlebag');
  await expect(preview).toContainText('Ann Mori');
  await page.keyboard.press('Escape');
  await expect(preview).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/calls\/[0-9a-f-]{36}/);
  await page.goBack();
  await expect(page).toHaveURL(/q=vera/);
  await expect(page.locator(rows)).toHaveCount(1);
});

test('on a wide screen the preview stands beside the log', async ({ page }) => {
  await page.setViewportSize({ width: 1920, height: 1000 });
  await house.open(page, '/calls?q=vera', 'administrator');
  await expect(page.locator(rows)).toHaveCount(1);
  await page.locator('h1').click();
  await page.keyboard.press('j');
  await expect(page.getByRole('complementary', { name: 'Preview' })).toContainText('Wants the larger saddlebag');
});

test('newer calls are counted only where the filters find them', async ({ page }) => {
  const { server } = house;
  await house.open(page, '/calls?q=dina', 'administrator');
  await expect(page.locator(rows).first()).toContainText('Dina Roe');
  const before = await page.locator(rows).count();
  await server.tell(answered('tess', 'ann', -0.001, 1).signals.slice(0, 2));
  await server.tell(answered('dina', 'ann', -0.001, 1).signals.slice(0, 2));
  await page.getByRole('button', { name: 'Show 1 newer' }).click();
  await expect(page.locator(rows)).toHaveCount(before + 1);
  await expect(page.getByRole('button', { name: /newer$/ })).toHaveCount(0);
});

test('the heads of days are seen at 900 px too', async ({ page }) => {
  await page.setViewportSize({ width: 900, height: 900 });
  await house.open(page, '/calls', 'administrator');
  const head = page.getByRole('rowheader').first();
  await expect(head).toBeVisible();
  expect(await head.evaluate((cell) => parseFloat(getComputedStyle(cell).fontSize))).toBeGreaterThan(10);
});

test('on a phone newer calls push nothing, the filters show under the search, and days do not run into each other', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await house.open(page, '/calls', 'administrator');
  const first = page.locator(rows).first();
  await expect(first).toBeVisible();
  await expect(page.getByRole('button', { name: /^Time: / })).toBeInViewport();
  const days = page.locator('.brush .days span');
  const boxes = await days.evaluateAll((spans) => spans.map((span) => span.getBoundingClientRect().toJSON() as DOMRect));
  expect(boxes.length).toBeGreaterThan(2);
  boxes.slice(1).forEach((box, index) => expect(box.left).toBeGreaterThanOrEqual(boxes[index]!.right));
  const before = await first.boundingBox();
  await house.server.tell(answered('tess', 'ann', -0.001, 1).signals.slice(0, 2));
  const newer = page.getByRole('button', { name: /^Show \d+ newer$/ });
  await expect(newer).toBeInViewport();
  expect(await first.boundingBox()).toEqual(before);
  await newer.click();
  await expect(page.locator(rows).first()).toContainText('Tess Amari');
});

test('times are shown in the zone of the account by choice', async ({ page, browser }) => {
  const reader = await browser.newPage({ timezoneId: 'America/New_York' });
  await house.open(reader, '/calls?q=vera', 'administrator');
  const time = reader.locator(`${rows} .time`);
  const there = await time.textContent();
  await reader.getByRole('button', { name: /^Times in/ }).click();
  await reader.getByRole('menuitemradio', { name: /Amsterdam/ }).click();
  await expect(time).not.toHaveText(there ?? '');
  await expect(reader.getByText('Amsterdam time')).toBeVisible();
  await reader.close();
  expect(page.isClosed()).toBe(false);
});

for (const width of [360, 1440, 2560]) {
  test(`nothing is hard to reach at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await house.open(page, '/calls', 'supervisor');
    await expect(page.locator(rows).first()).toBeVisible();
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page);
  });
}
