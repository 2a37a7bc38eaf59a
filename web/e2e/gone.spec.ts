// The server goes away and comes back: the page says so, stands still, and loses nothing.

import { expect, expectAccessible, test, thread, useServer } from './page';
import { outside, Story } from './story';

const house = useServer();

test('a server that is gone is told with the time of the last news, and what happened meanwhile comes after', async ({ page }) => {
  const { server } = house;
  await house.open(page, '/missed', 'administrator');
  await expect(page.getByText('Up to date').first()).toBeVisible();
  await server.halt();
  const lost = page.getByRole('button', { name: /Not updated since \d\d:\d\d:\d\d/ });
  await expect(lost).toBeVisible();
  await expect(lost).toContainText('Reconnecting');
  await expect(lost).toContainText(/\d s/);
  await expect(page.getByRole('status').filter({ hasText: 'Not updated since' })).toBeAttached();
  await expectAccessible(page);

  await server.again();
  const story = new Story(thread('missed'), new Date(Date.now() - 30_000));
  story.after(20).hangsUp(story.comesIn(outside('vera')));
  await server.tell(story.signals);
  await lost.or(page.getByText('Up to date').first()).click();
  await expect(page.getByText('Up to date').first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('navigation').getByText('1 not handled')).toBeAttached();
});

test('a page that is opened while the server answers nothing says so, and begins when it answers', async ({ page }) => {
  const { server } = house;
  await house.open(page, '/missed', 'administrator');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await page.route('**/callbook/v1/**', (route) => route.abort('connectionrefused'));
  await page.goto(`${server.origin}/missed`);
  await expect(page.getByRole('heading', { name: 'The server cannot be reached' })).toBeVisible();
  await expectAccessible(page);
  await page.unroute('**/callbook/v1/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
});
