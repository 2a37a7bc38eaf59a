// Missed: callers in groups, what happened with each, handled with a way back, called back.

import { expect, expectAccessible, test, thread, useServer } from './page';
import { inside, outside, Story } from './story';
import type { Server } from './server';

const house = useServer();

/** Somebody calls, a phone rings, and the caller gives up. */
function givesUp(who: string, to: string, secondsAgo: number): Story {
  const story = new Story(thread('missed'), new Date(Date.now() - secondsAgo * 1000));
  const caller = who === 'withheld' ? story.comesIn({ withheld: true, trunk: 'voip' }) : story.comesIn(outside(who));
  const phone = story.rings(caller, inside(to));
  story.after(12).hangsUp(caller, [phone]);
  return story;
}
const tell = (server: Server, ...stories: Story[]) => server.tell(stories.flatMap(({ signals }) => signals));
const all = '/missed?time=7d';

test('when nobody waits, the page says so', async ({ page }) => {
  await house.open(page, '/missed', 'administrator');
  await expect(page.getByRole('heading', { name: 'Everyone has been called back' })).toBeVisible();
  await expectAccessible(page);
});

test('the calls of one caller are one row, and who waits longest comes first', async ({ page }) => {
  await tell(house.server, givesUp('dina', 'ann', 600), givesUp('vera', 'ann', 900), givesUp('vera', 'bo', 300));
  await house.open(page, all, 'administrator');
  const rows = page.locator('.miss');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('Dina Roe');
  const vera = rows.filter({ hasText: 'Vera Stahl' });
  await expect(vera).toContainText('Twice');
  await expect(vera).toContainText('+31 20 555 0119');
  // By the clock, which may go on meanwhile.
  const said = /^2 callers of the last 7 days are not handled \(3 calls\), the longest waits for (10|11) min/;
  await expect(page.getByText(said)).toBeVisible();
});

test('a new missed call appears by itself, and one that withheld the number cannot be called back', async ({ page }) => {
  await house.open(page, all, 'administrator');
  await expect(page.locator('.miss').first()).toBeVisible();
  await tell(house.server, givesUp('withheld', 'ann', 60));
  const row = page.locator('.miss', { hasText: 'Withheld number' });
  await expect(row).toContainText('cannot be called back');
  await expect(row.getByRole('button', { name: /^Call back/ })).toHaveCount(0);
  await expect(row.getByRole('button', { name: /^Handled/ })).toBeVisible();
});

test('marked as handled, a caller stays greyed with a way back, and leaves the list of others', async ({ page, browser }) => {
  await tell(house.server, givesUp('ola', 'ann', 200));
  await house.open(page, all, 'supervisor');
  const row = page.locator('.miss', { hasText: 'Ola Finch' });
  const other = await browser.newPage();
  await house.open(other, all, 'administrator');
  const there = other.locator('.misses .miss', { hasText: 'Ola Finch' });
  await expect(there).toBeVisible();
  await row.getByRole('button', { name: /^Handled/ }).click();
  await expect(row).toContainText('Handled by you just now');
  await expect(there).toHaveCount(0);
  await expect(other.getByRole('region', { name: /^Handled/ })).toContainText('Ola Finch');
  await row.getByRole('button', { name: 'Undo' }).click();
  await expect(row.getByRole('button', { name: /^Handled/ })).toBeVisible();
  await expect(page.getByRole('status', { name: 'Messages' })).not.toContainText('is marked as handled');
  await expect(there).toBeVisible();
  await other.close();
});

test('whoever called again and was spoken with is perhaps done', async ({ page }) => {
  await tell(house.server, givesUp('petra', 'ann', 500));
  const story = new Story(thread('again'), new Date(Date.now() - 200_000));
  const caller = story.comesIn(outside('petra'));
  const phone = story.rings(caller, inside('bo'));
  story.after(3).takes(phone);
  story.joins(caller, phone);
  story.after(30).hangsUp(caller, [phone]);
  await tell(house.server, story);
  await house.open(page, all, 'administrator');
  const row = page.locator('.miss', { hasText: 'Petra Lund' });
  await expect(row).toContainText(/reached (at|on) .* perhaps done/);
  await expect(row).toContainText(/called again at .* and spoke with Bo Tamm/);
});

test('who has no phone of his own is asked whose rings first, and what the phone system says is told', async ({ page }) => {
  await house.open(page, all, 'administrator');
  await page.locator('.miss', { hasText: 'Dina Roe' }).getByRole('button', { name: /^Call back/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Whose phone rings first?' });
  const asks = dialog.or(page.getByRole('status', { name: 'Messages' }).getByText(/could not be started/));
  await expect(asks.first()).toBeVisible();
  if (await dialog.isVisible()) {
    await dialog.getByRole('combobox').selectOption('ann');
    await dialog.getByRole('button', { name: 'Call back' }).click();
  }
  await expect(page.getByRole('status', { name: 'Messages' })).toContainText('The call could not be started');
});

test('keys move, mark and take back', async ({ page }) => {
  await house.open(page, all, 'administrator');
  await expect(page.locator('.miss').first()).toBeVisible();
  await page.keyboard.press('j');
  const first = page.locator('.miss').first();
  await expect(first).toHaveAttribute('aria-current', 'true');
  await page.keyboard.press('h');
  await expect(first).toContainText('Handled by you just now');
  await page.getByRole('status', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
  await expect(first.getByRole('button', { name: /^Handled/ })).toBeVisible();
});

for (const width of [360, 1440]) {
  test(`nothing is hard to reach at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await house.open(page, all, 'administrator');
    await expect(page.locator('.miss').first()).toBeVisible();
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page);
  });
}
