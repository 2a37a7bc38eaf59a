// The keyboard alone: menu, find, help, and that letters stay letters where one types.

import { expect, expectAccessible, test, useServer } from './page';

const house = useServer();

test.beforeEach(async ({ page }) => {
  await house.open(page, '/missed', 'administrator');
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
});

test('two keys in turn go to each view, and who hears the page is brought to it', async ({ page }) => {
  for (const [letter, name] of [['c', 'Calls'], ['a', 'Analysis'], ['d', 'Admin'], ['m', 'Missed'], ['l', 'Live']] as const) {
    await page.keyboard.press('g');
    await page.keyboard.press(letter);
    await expect(page.getByRole('link', { name, exact: name !== 'Missed' })).toHaveAttribute('aria-current', 'page');
    await expect(page.locator('#main')).toBeFocused();
  }
});

test('the first stop of Tab leads past the menu', async ({ page }) => {
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
});

test('a slash finds, and what is typed there is no key', async ({ page }) => {
  await page.keyboard.press('/');
  const find = page.getByRole('searchbox', { name: 'Find a call' });
  await expect(find).toBeFocused();
  await page.keyboard.type('g l 0142');
  await expect(find).toHaveValue('g l 0142');
  await expect(page).toHaveURL(/\/missed$/);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/calls\?q=g\+l\+0142/);
});

test('a question mark lists the keys, Esc closes the list and gives the focus back', async ({ page }) => {
  const person = page.getByRole('button', { name: /^Account menu/ });
  await person.focus();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help).toBeVisible();
  await expect(help.getByText('Go to Analysis')).toBeVisible();
  await expectAccessible(page);
  // Under it the page has no keys.
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page).toHaveURL(/\/missed$/);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(person).toBeFocused();
});

test('single letters can be switched off, for good', async ({ page }) => {
  await page.keyboard.press('?');
  await page.getByRole('checkbox', { name: /Single letters/ }).uncheck();
  await page.keyboard.press('Escape');
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page).toHaveURL(/\/missed$/);
});

test('the menu of the person opens, moves and closes by keys', async ({ page }) => {
  const person = page.getByRole('button', { name: /^Account menu/ });
  await person.press('ArrowDown');
  await expect(page.getByRole('menuitemradio', { name: 'As the system' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitemradio', { name: 'As the system' })).toBeFocused();
  await page.keyboard.press('d');
  await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(person).toBeFocused();
});
