// A session that ends while somebody works: the page stays, what is being written stays, and what was asked for goes on.

import type { Page } from '@playwright/test';
import { PASSWORD } from './house';
import { expect, expectAccessible, test, thread, useServer } from './page';
import type { Server } from './server';
import { outside, Story } from './story';

const house = useServer();

/** Ends all sessions of somebody, as an administrator does who gives him another password. */
async function endSessions(server: Server, name: string, password: string): Promise<void> {
  await server.ask('PUT', `/people/${name}/password`, { password });
}

/** Somebody calls and gives up. */
async function misses(server: Server): Promise<void> {
  const story = new Story(thread('missed'), new Date(Date.now() - 60_000));
  const caller = story.comesIn(outside('dina'));
  story.after(20).hangsUp(caller);
  await server.tell(story.signals);
}

/** Goes to another view, also under a dialog that came up meanwhile: the page may notice by itself, and sooner. */
async function asksFor(page: Page, view: string): Promise<void> {
  await page.getByRole('link', { name: view }).dispatchEvent('click');
}

test('a session that is over is noticed by itself, and the page goes on where it was', async ({ page }) => {
  const { server } = house;
  await house.open(page, '/missed', 'administrator');
  const find = page.getByRole('searchbox', { name: 'Find a call' });
  await find.fill('written before');
  await expect(page.getByText('Up to date').first()).toBeVisible();
  await endSessions(server, server.house.people.administrator, 'another-password');
  await misses(server);

  const dialog = page.getByRole('dialog', { name: 'You have been signed out' });
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue(server.house.people.administrator);

  await dialog.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('not right');
  await dialog.getByRole('textbox', { name: 'Password' }).fill('another-password');
  await page.keyboard.press('Enter');

  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(`${server.origin}/missed`);
  await expect(find).toHaveValue('written before');
  await expect(page.getByText('Up to date').first()).toBeVisible();
  // What happened meanwhile is told after the new sign-in.
  await expect(page.getByRole('navigation').getByText('1 not handled')).toBeAttached();
  await endSessions(server, server.house.people.administrator, PASSWORD);
});

test('somebody else who signs in over the page does not go on with what the one before had there', async ({ page }) => {
  const { server } = house;
  await house.open(page, '/missed', 'supervisor');
  await page.getByRole('searchbox', { name: 'Find a call' }).fill('of the supervisor');
  await expect(page.getByText('Up to date').first()).toBeVisible();
  await endSessions(server, server.house.people.supervisor, PASSWORD);
  await asksFor(page, 'Live');
  const dialog = page.getByRole('dialog', { name: 'You have been signed out' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(server.house.people.user);
  await dialog.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /Account menu: Ann Mori, user/ })).toBeVisible();
  await page.getByRole('link', { name: 'Missed' }).click();
  await expect(page.getByRole('searchbox', { name: 'Find a call' })).toHaveValue('');
});

test('whoever does not want to sign in again leaves for the door', async ({ page }) => {
  const { server } = house;
  await house.open(page, '/missed', 'user');
  await expect(page.getByText('Up to date').first()).toBeVisible();
  await endSessions(server, server.house.people.user, PASSWORD);
  await asksFor(page, 'Live');
  await page.getByRole('button', { name: 'Leave this page' }).click();
  await expect(page).toHaveURL(`${server.origin}/sign-in`);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
});
