// The door: who comes in, by what, and who does not.

import { PASSWORD } from './house';
import { expect, expectAccessible, expectOwnHostOnly, test, useServer } from './page';

const house = useServer();

test('whoever is not signed in meets the door, and comes back to the page he asked for', async ({ page }) => {
  const own = expectOwnHostOnly(page, house.server);
  await page.goto(`${house.server.origin}/missed`);
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByText('You come back to Missed.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'Name' }).fill(house.server.house.people.supervisor);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: 'Missed' })).toHaveAttribute('aria-current', 'page');
  await expect(page).toHaveURL(`${house.server.origin}/missed`);
  await expect(page).toHaveTitle('Missed · Callbook');
  own.check();
});

test('a wrong password is told at the form, and the next try may be right', async ({ page }) => {
  await page.goto(`${house.server.origin}/sign-in`);
  const password = page.getByRole('textbox', { name: 'Password' });
  await page.getByRole('textbox', { name: 'Name' }).fill(house.server.house.people.user);
  await password.fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('The name or the password is not right.');
  await expect(password).toBeFocused();
  await expectAccessible(page);
  await password.fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await expect(page).toHaveURL(`${house.server.origin}/live`);
});

test('a token is exchanged for a session, and no script can read what the browser keeps', async ({ page, context }) => {
  await page.goto(`${house.server.origin}/sign-in`);
  await page.getByRole('tab', { name: 'Name and password' }).press('ArrowRight');
  await page.getByRole('textbox', { name: 'Token' }).fill(house.server.house.tokens.supervisor);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  const kept = await page.evaluate(() => document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage }));
  expect(kept).not.toContain('cb_');
  const cookie = (await context.cookies(`${house.server.origin}/callbook/v1`)).find(({ name }) => name === 'callbook_session');
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
});

test('a token that does not count is told so', async ({ page }) => {
  await page.goto(`${house.server.origin}/sign-in`);
  await page.getByRole('tab', { name: 'Token' }).click();
  await page.getByRole('textbox', { name: 'Token' }).fill('cb_main_nothing');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('The token is not right, or it was revoked.');
});

test('each role sees the menu of what it may do', async ({ page }) => {
  await house.open(page, '/live', 'administrator');
  await expect(page.getByRole('navigation').getByRole('link')).toHaveText([/Live/, /Calls/, /Missed/, /Analysis/, /Admin/]);
  await page.context().clearCookies();
  await house.open(page, '/admin/sources', 'user');
  await expect(page.getByRole('heading', { name: 'This is for administrators' })).toBeVisible();
  await expect(page.getByRole('navigation').getByRole('link')).toHaveText([/Live/, /Calls/, /Missed/, /Analysis/]);
  await expect(page.getByRole('button', { name: 'Account menu: Ann Mori, user, main' })).toBeVisible();
});

test('whoever signs out is out, and Back shows nothing of before', async ({ page }) => {
  await house.open(page, '/calls', 'supervisor');
  await page.getByRole('button', { name: /^Account menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main' })).toHaveCount(0);
});
