// The frame: colours, widths, addresses that are none, and the count of missed calls.

import { expect, expectAccessible, test, thread, useServer } from './page';
import { outside, Story } from './story';

const house = useServer();

test('colours that were chosen hold against the system and over a reload', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await house.open(page, '/missed', 'administrator');
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await expect.poll(ground).toBe('rgb(255, 255, 255)');
  await page.getByRole('button', { name: /^Account menu/ }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect.poll(ground).toBe('rgb(18, 23, 21)');
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect.poll(ground).toBe('rgb(18, 23, 21)');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`nothing runs out of the page from 320 to 2560 px, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await house.open(page, '/admin/sources', 'user');
    await expect(page.getByRole('heading', { name: 'This is for administrators' })).toBeVisible();
    for (const width of [320, 360, 720, 900, 1180, 1440, 2560]) {
      await page.setViewportSize({ width, height: 800 });
      await expectAccessible(page);
    }
  });
}

test('on a phone the menu is below, and find opens over the bar', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await house.open(page, '/missed', 'supervisor');
  const menu = page.getByRole('navigation', { name: 'Main' });
  await expect.poll(async () => (await menu.boundingBox())?.y ?? 0).toBeGreaterThan(560);
  await page.getByRole('button', { name: 'Find a call' }).click();
  const find = page.getByRole('searchbox', { name: 'Find a call' });
  await expect(find).toBeFocused();
  await expect.poll(async () => (await find.boundingBox())?.width ?? 0).toBeGreaterThan(200);
  await page.keyboard.press('Escape');
  await expect(find).not.toBeFocused();
});

test('an address inside of the page that means nothing says so', async ({ page }) => {
  await house.open(page, '/calls', 'supervisor');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await page.evaluate(() => {
    history.pushState(null, '', '/calls/a/b');
    dispatchEvent(new PopStateEvent('popstate'));
  });
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await page.getByRole('link', { name: 'Back to Live' }).click();
  await expect(page).toHaveURL(/\/live$/);
});

test('the menu counts who was missed and not called back, as it happens', async ({ page }) => {
  const { server } = house;
  await house.open(page, '/missed', 'administrator');
  await expect(page.getByText('Up to date').first()).toBeVisible();
  const menu = page.getByRole('navigation', { name: 'Main' });
  await expect(menu.getByText(/not handled/)).toHaveCount(0);
  const story = new Story(thread('missed'), new Date(Date.now() - 60_000));
  story.after(15).hangsUp(story.comesIn(outside('ola')));
  await server.tell(story.signals);
  await expect(menu.getByText('1 not handled')).toBeAttached();
});
