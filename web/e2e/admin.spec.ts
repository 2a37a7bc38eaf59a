// Admin, part by part, as an administrator uses it; and that nobody else does.

import type { Page } from '@playwright/test';
import { Chance } from './chance';
import { PASSWORD } from './house';
import { expect, expectAccessible, expectOwnHostOnly, test, thread, useServer } from './page';
import { direct } from './plots';
import { startReceiver } from './receiver';
import { Story } from './story';
import { startSwitch } from './switch';

// The lists of Admin look again every five seconds.
const LOOK = { timeout: 20_000 };
const house = useServer({ environment: { CALLBOOK_DELIVER__RETRY_S: '1' } });

async function call() {
  const told = direct(new Story(thread(), new Date(Date.now() - 60_000)), new Chance(3), 'noor', 'ann', 20);
  await house.server.tell(told.story.signals);
}
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });
const dialog = (page: Page) => page.getByRole('dialog');

test('a source that is added is waited for, and receives once it tells a call', async ({ page }) => {
  await house.open(page, '/admin/sources');
  await page.getByRole('button', { name: 'Add a source' }).click();
  await dialog(page).getByLabel('Name').fill('branch');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(row(page, 'branch')).toContainText('Waiting for its first signal');
  const { story } = direct(new Story(thread(), new Date()), new Chance(1), 'mila', 'bo', 10);
  await house.server.tell(story.signals, 'branch');
  await expect(row(page, 'branch')).toContainText('Receiving', LOOK);
  await expect(row(page, 'branch')).toContainText(/[1-9]\d* in the last minute/, LOOK);
  const strip = row(page, 'branch').getByRole('img');
  await expect(strip).toHaveAccessibleName(/^[1-9]\d* signals since \d\d:\d\d, when the server began; most in the quarter/);
});

test('what is wrong with a new source stands at its field', async ({ page }) => {
  await house.open(page, '/admin/sources');
  await page.getByRole('button', { name: 'Add a source' }).click();
  const name = dialog(page).getByLabel('Name');
  await name.fill('Not A Name');
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(name).toHaveAttribute('aria-invalid', 'true');
  await expect(name).toHaveAccessibleDescription(/lower-case/i);
});

test('a switch is connected, and said to be down once it goes away', async ({ page }) => {
  const played = await startSwitch();
  const ami = { address: played.address, username: 'callbook', secret: 'callbook' };
  await house.server.ask('POST', '/sources', { name: 'switch', adapters: ['asterisk-ami'], ami });
  await house.open(page, '/admin/sources/switch');
  await expect(row(page, 'switch').first()).toContainText('Connected', LOOK);
  await played.stop();
  await expect(row(page, 'switch').first()).toContainText('Cannot be reached', LOOK);
  await expect(page.getByRole('heading', { name: 'switch cannot be reached' })).toBeVisible();
  await house.server.ask('DELETE', '/sources/switch');
});

test('a recorded call is played live by a switch, and listed', async ({ page }) => {
  const played = await startSwitch();
  const ami = { address: played.address, username: 'callbook', secret: 'callbook' };
  await house.server.ask('POST', '/sources', { name: 'recorded', adapters: ['asterisk-ami'], ami });
  await house.open(page, '/admin/sources');
  await expect(row(page, 'recorded')).toContainText('Connected', LOOK);
  await played.play('attended_transfer', 50);
  await page.goto(`${house.server.origin}/calls?source=recorded&time=all`);
  await expect(page.locator('main a[href^="/calls/"]').first()).toBeVisible(LOOK);
  await house.server.ask('DELETE', '/sources/recorded');
  await played.stop();
});

test('a webhook that fails is tried again, given up, and told once it is retried', async ({ page }) => {
  const receiver = await startReceiver();
  await house.open(page, '/admin/subscriptions');
  await page.getByRole('button', { name: 'Add a subscription' }).first().click();
  await dialog(page).getByLabel('Name').fill('Field service');
  await dialog(page).getByLabel('Address').fill(receiver.url);
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('group', { name: 'Secret of the webhook' })).toContainText('whsec_');
  receiver.answers(503);
  await call();
  await page.getByRole('group', { name: 'Deliveries shown' }).getByRole('button', { name: 'Dead' }).click();
  const dead = page.getByRole('region', { name: 'Field service: deliveries' });
  await expect(dead.getByRole('img', { name: 'failed, failed' }).first()).toBeVisible(LOOK);
  await expect(page.getByRole('link', { name: /Subscriptions.*dead/ })).toBeVisible(LOOK);
  await dead.getByRole('button', { name: /^\d/ }).first().click();
  await expect(page.getByRole('heading', { name: /^Change/ })).toBeVisible();
  await expect(page.locator('pre').filter({ hasText: 'not now' }).first()).toBeVisible();
  receiver.answers(200);
  await page.getByRole('button', { name: /^Retry all/ }).click();
  await page.getByRole('group', { name: 'Deliveries shown' }).getByRole('button', { name: 'Told' }).click();
  await expect(dead.getByText('200 in').first()).toBeVisible(LOOK);
  await receiver.stop();
});

test('a test is sent, and its answer said', async ({ page }) => {
  const receiver = await startReceiver();
  const { id } = await house.server.ask<{ id: string }>('POST', '/subscriptions', { name: 'Tried', url: receiver.url });
  await house.open(page, `/admin/subscriptions/${id}`);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText(/The receiver took the test: 200 in/)).toBeVisible();
  expect(receiver.heard).toHaveLength(1);
  receiver.answers(410);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText(/did not take the test/)).toBeVisible();
  await receiver.stop();
});

test('a subscription is switched off, replayed and removed', async ({ page }) => {
  const receiver = await startReceiver();
  await call();
  const { id } = await house.server.ask<{ id: string }>('POST', '/subscriptions', { name: 'Old desk', url: receiver.url });
  await house.open(page, `/admin/subscriptions/${id}`);
  const more = page.getByRole('button', { name: 'Old desk' });
  await more.click();
  await page.getByRole('menuitem', { name: 'Replay' }).click();
  await dialog(page).getByLabel('Since').fill('2020-01-01T00:00');
  await dialog(page).getByRole('button', { name: 'Replay' }).click();
  await expect(page.getByText(/told once more/)).toBeVisible();
  await expect.poll(() => receiver.heard.length, LOOK).toBeGreaterThan(0);
  await more.click();
  await page.getByRole('menuitem', { name: 'Switch off' }).click();
  await expect(row(page, 'Old desk').first()).toContainText('Switched off', LOOK);
  await more.click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await dialog(page).getByRole('button', { name: 'Remove' }).click();
  await expect(row(page, 'Old desk')).toHaveCount(0);
  await receiver.stop();
});

test('somebody is entered in the directory, found by number in any spelling, edited and removed', async ({ page }) => {
  await house.open(page, '/admin/directory/contacts');
  await page.getByRole('button', { name: 'Add a contact' }).click();
  await dialog(page).getByLabel('Key').fill('rosa');
  await dialog(page).getByLabel('Name').fill('Rosa Winter');
  await dialog(page).getByLabel('Numbers').fill('020 555 0155');
  const asked: string[] = [];
  page.on('dialog', (asks) => (asked.push(asks.message()), void asks.dismiss()));
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(dialog(page).getByLabel('Name')).toHaveValue('Rosa Winter');
  expect(asked).toEqual(Array(2).fill('What you have typed is not kept yet. Leave it?'));
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  // Under the dialog nothing hears Enter.
  await expect(dialog(page)).toBeHidden();
  const find = page.getByRole('searchbox', { name: 'Find a name' });
  await find.fill('ros win');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(row(page, 'Rosa Winter')).toBeVisible();
  await find.fill('nobody so');
  await expect(page.getByText('Nobody is called “nobody so”')).toBeVisible();
  await find.fill('+31 20 5550155');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Rosa Winter')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Rosa Winter' }).click();
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await page.getByRole('button', { name: 'Rosa Winter' }).click();
  await dialog(page).getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog', { name: 'Remove Rosa Winter' }).getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('Nobody has the number')).toBeVisible();
});

test('a user is found by name, a retention has its bounds', async ({ page }) => {
  await house.open(page, '/admin/directory/users');
  await page.getByRole('searchbox', { name: 'Find a name' }).fill('tam');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('searchbox', { name: 'Find a name' }).fill('nobody so');
  await expect(page.getByText('Nobody is called “nobody so”')).toBeVisible();
  await page.goto(`${house.server.origin}/admin/account`);
  const days = page.getByLabel('Conversations are kept for, days');
  await days.fill('99999999');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(dialog(page)).toBeHidden();
  await days.fill('20000');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(dialog(page)).toContainText('Older calls are erased within the hour');
  await dialog(page).getByRole('button', { name: 'Cancel' }).click();
});

test('an import is looked at first, and writes only what was seen', async ({ page }) => {
  await house.open(page, '/admin/directory/users');
  await page.getByRole('button', { name: 'Import' }).click();
  const file = (text: string) => ({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await dialog(page).getByLabel('File').setInputFiles(file('kind,key,name,team\nuser,zoe,Zoe Hart,support\nuser,ann,Ann Mori-Beck,support\n'));
  await dialog(page).getByRole('button', { name: 'Look at it' }).click();
  await expect(dialog(page)).toContainText('1 entry would be new, 1 would change');
  await expect(dialog(page)).toContainText('Ann Mori-Beck');
  expect(await house.server.send('GET', '/directory/users/zoe', undefined, '').then(({ status }) => status)).toBe(404);
  await dialog(page).getByRole('button', { name: 'Import 2 entries' }).click();
  await expect(row(page, 'Zoe Hart')).toBeVisible();
  await page.getByRole('button', { name: 'Import' }).click();
  await dialog(page).getByLabel('File').setInputFiles(file('kind,key,name\nplanet,mars,Mars\n'));
  await dialog(page).getByRole('button', { name: 'Look at it' }).click();
  await expect(dialog(page).getByRole('alert')).toContainText('Expected one of user');
});

test('a person who is added can sign in, and sees what the role says', async ({ page }) => {
  await house.open(page, '/admin/people');
  await page.getByRole('button', { name: 'Add a person' }).click();
  await dialog(page).getByLabel('Name to sign in with').fill('gita');
  await dialog(page).getByLabel('Role').selectOption('supervisor');
  await dialog(page).getByLabel('Sales').check();
  await dialog(page).getByLabel('Password').fill(PASSWORD);
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(row(page, 'gita')).toContainText('calls of Sales');
  const data = { account: 'main', name: 'gita', password: PASSWORD };
  const session = await page.request.post(`${house.server.origin}/callbook/v1/sessions`, { data });
  expect(await session.json()).toMatchObject({ role: 'supervisor', teams: ['sales'] });
});

test('a token is shown once, counts, and is revoked', async ({ page, request }) => {
  await house.open(page, '/admin/tokens');
  await page.getByRole('button', { name: 'New token' }).click();
  await dialog(page).getByLabel('What it is for').fill('wallboard');
  await dialog(page).getByLabel('Role').selectOption('user');
  await dialog(page).getByLabel('User').selectOption('bo');
  await dialog(page).getByRole('button', { name: 'Make the token' }).click();
  const shown = page.getByRole('group', { name: 'The token for wallboard' });
  const authorization = `Bearer ${await shown.getByText(/^cb_/).textContent()}`;
  const url = `${house.server.api}/callbook/v1/sessions/current`;
  expect(await (await request.get(url, { headers: { authorization } })).json()).toMatchObject({ role: 'user', user: 'bo' });
  await page.reload();
  await expect(row(page, 'wallboard')).toContainText('calls of Bo Tamm');
  await expect(page.getByText(/cb_main_/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Revoke wallboard' }).click();
  await dialog(page).getByRole('button', { name: 'Revoke' }).click();
  await expect(row(page, 'wallboard')).toHaveCount(0);
  expect((await request.get(url, { headers: { authorization } })).status()).toBe(401);
});

test('the account is changed, and what cannot be is said at its field', async ({ page }) => {
  await house.open(page, '/admin/account');
  const zone = page.getByLabel('Time zone');
  await zone.fill('Europe/Nowhere');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(zone).toHaveAttribute('aria-invalid', 'true');
  await zone.fill('Europe/Paris');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Account is saved')).toBeVisible();
  expect(await house.server.ask('GET', '/account')).toMatchObject({ zone: 'Europe/Paris' });
  await house.server.ask('PATCH', '/account', { zone: 'Europe/Amsterdam' });
});

for (const role of ['supervisor', 'user'] as const) {
  test(`Admin is not for the role ${role}`, async ({ page }) => {
    await house.open(page, '/admin/tokens', role);
    await expect(page.getByRole('heading', { name: 'This is for administrators' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Admin' })).toHaveCount(0);
  });
}

test('every part is accessible, in light and dark, narrow and wide, and asks its own host only', async ({ page }) => {
  const faults = expectOwnHostOnly(page, house.server);
  for (const part of ['sources/office', 'subscriptions', 'apps', 'directory', 'people', 'tokens', 'account']) {
    for (const [width, colorScheme] of [[1440, 'light'], [360, 'dark']] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await house.open(page, `/admin/${part}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('main').getByRole('row').or(page.locator('main form')).or(page.locator('main .empty')).first()).toBeVisible();
      await expectAccessible(page);
    }
  }
  faults.check();
});
