// From call to call: the next and the one before of the list that one came from, filters and all, by keys and by buttons.

import type { Page } from '@playwright/test';
import { expect, test, thread, useServer } from './page';
import type { Server } from './server';
import { inside, outside, Story } from './story';

/** More than the log reads at once. */
const MANY = 104;
const PAGE = 100;
const house = useServer({}, fill);
const rows = '.log-t tbody tr[data-id]';

function answered(who: string, by: string, minutesAgo: number): Story {
  const story = new Story(thread('answered'), new Date(Date.now() - minutesAgo * 60_000));
  const caller = story.comesIn(outside(who));
  const phone = story.rings(caller, inside(by));
  story.after(5).takes(phone);
  story.joins(caller, phone);
  story.after(20).hangsUp(caller, [phone]);
  return story;
}

function missed(who: string, to: string, minutesAgo: number): Story {
  const story = new Story(thread('missed'), new Date(Date.now() - minutesAgo * 60_000));
  const caller = story.comesIn(outside(who));
  const phone = story.rings(caller, inside(to));
  story.after(15).hangsUp(caller, [phone]);
  return story;
}

async function fill(server: Server): Promise<void> {
  const many = Array.from({ length: MANY }, (_, n) => answered('zeno', 'kit', 200 + n));
  // Between the missed ones stand others, which no filter for missed ones may lead to.
  const few = [
    missed('dina', 'bo', 20), answered('vera', 'ann', 25), missed('ola', 'bo', 30), answered('noor', 'ann', 35),
    missed('leo', 'bo', 40),
  ];
  await server.tell([...few, ...many].flatMap(({ signals }) => signals));
}

const place = (page: Page) => page.getByRole('navigation', { name: 'Position' });
const title = (page: Page) => page.getByRole('heading', { level: 1 });

test('brackets and buttons lead through what the filters found, and back to the same list', async ({ page }) => {
  await house.open(page, '/calls?outcome=cancelled', 'administrator');
  await expect(page.locator(rows)).toHaveCount(3);
  await page.locator(rows).nth(1).click();
  await expect(place(page)).toContainText('2 of 3');
  await expect(title(page)).toContainText('Ola Finch');
  await page.keyboard.press(']');
  await expect(place(page)).toContainText('3 of 3');
  await expect(title(page)).toContainText('Leo Marsh');
  await expect(page.getByRole('button', { name: 'Next call' })).toBeDisabled();
  await page.keyboard.press(']');
  await expect(place(page)).toContainText('3 of 3');
  await page.keyboard.press('[');
  await expect(title(page)).toContainText('Ola Finch');
  await page.keyboard.press('[');
  await expect(place(page)).toContainText('1 of 3');
  await expect(title(page)).toContainText('Dina Roe');
  await expect(page.getByRole('button', { name: 'Previous call' })).toBeDisabled();
  await page.getByRole('button', { name: 'Next call' }).click();
  await expect(title(page)).toContainText('Ola Finch');
  await page.getByRole('button', { name: 'Previous call' }).click();
  await expect(title(page)).toContainText('Dina Roe');
  await place(page).getByRole('link', { name: 'Calls' }).click();
  await expect(page).toHaveURL(/\/calls\?outcome=cancelled$/);
  await expect(page.locator(rows)).toHaveCount(3);
});

test('a call that no list led to has no next one', async ({ page }) => {
  const found = await house.server.ask<{ conversations: { id: string }[] }>('GET', '/conversations?limit=1');
  await house.open(page, `/calls/${found.conversations[0]?.id}`, 'administrator');
  await expect(title(page)).toContainText('Dina Roe');
  await expect(page.getByRole('button', { name: 'Next call' })).toHaveCount(0);
  await expect(place(page).getByRole('link', { name: 'Calls' })).toHaveAttribute('href', '/calls');
});

test('the list is read on where one comes to the end of what was read', async ({ page }) => {
  // What comes after the first page is kept back until one is on a call.
  let isHeld = true;
  await page.route('**/callbook/v1/conversations?*cursor=*', (route) => (isHeld ? route.abort() : route.continue()));
  await house.open(page, '/calls?q=zeno', 'administrator');
  await expect(page.getByText(`${MANY} conversations`).first()).toBeVisible();
  const last = page.locator(`tr[data-row="${PAGE - 1}"]`);
  await expect.poll(async () => {
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    return last.count();
  }).toBe(1);
  await expect(page.getByText('The next page could not be loaded')).toBeVisible();
  isHeld = false;
  await last.click();
  await expect(place(page)).toContainText(`${PAGE} of ${MANY}`);
  await page.getByRole('button', { name: 'Next call' }).click();
  await expect(place(page)).toContainText(`${PAGE + 1} of ${MANY}`);
  for (let n = PAGE + 2; n <= MANY; n += 1) {
    await page.keyboard.press(']');
    await expect(place(page)).toContainText(`${n} of ${MANY}`);
  }
  await expect(page.getByRole('button', { name: 'Next call' })).toBeDisabled();
});
