// Called back by a press: a switch of the Asterisk kind is asked, on a real socket, and has the phone ring or refuses.

import type { Page } from '@playwright/test';
import { expect, test, thread, useServer } from './page';
import type { Server } from './server';
import { inside, outside, Story } from './story';
import { startSwitch, type Switch } from './switch';

let phones: Switch;
const house = useServer({}, async (server) => {
  phones = await startSwitch();
  const originate = { channel: 'PJSIP/{endpoint}', context: 'house' };
  const ami = { address: phones.address, username: 'callbook', secret: 'callbook', originate };
  await server.ask('POST', '/sources', { name: 'switch', adapters: ['asterisk-ami'], ami });
  await expect.poll(async () => {
    const source = await server.ask<{ feeds: { link: string }[] }>('GET', '/sources/switch');
    return source.feeds[0]?.link;
  }).toBe('up');
});
test.afterAll(() => phones.stop());

/** Somebody calls, a phone rings, and the caller gives up. */
async function givesUp(server: Server, who: string, to: string): Promise<void> {
  const story = new Story(thread('missed'), new Date(Date.now() - 600_000));
  const caller = story.comesIn(outside(who));
  const phone = story.rings(caller, inside(to));
  story.after(12).hangsUp(caller, [phone]);
  await server.tell(story.signals);
}

const all = '/missed?time=7d';
const caller = (page: Page, name: string) => page.locator('.miss', { hasText: name });
const messages = (page: Page) => page.getByRole('status', { name: 'Messages' });
const call = (page: Page, name: string) => caller(page, name).getByRole('button', { name: /^Call back/ });

test('one press has the own phone ring once and leads to the call, and the row says what came of it', async ({ page }) => {
  await givesUp(house.server, 'vera', 'ann');
  await house.open(page, all, 'user');
  await call(page, 'Vera Stahl').dblclick();
  await expect(messages(page)).toContainText('Your phone rings first, then Vera Stahl is called');
  expect(phones.asked).toHaveLength(1);
  const [asked] = phones.asked;
  expect(asked).toMatchObject({ number: '+31205550119', channel: 'PJSIP/101' });
  await messages(page).getByRole('button', { name: 'Open' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Ann Mori called +31 20 555 0119. It is ringing.');
  await expect(page.locator('.facts')).toContainText('Ringing');
  phones.givesUp(asked!.id);
  await expect(page.locator('.facts')).toContainText('No answer');
  await page.goBack();
  await expect(caller(page, 'Vera Stahl')).toContainText(/Ann Mori tried to call back at .*, no answer/);
  await expect(call(page, 'Vera Stahl')).toBeEnabled();
});

test('who has no phone is asked once whose rings first, and by key it is called from there on', async ({ page }) => {
  await givesUp(house.server, 'jonas', 'bo');
  await house.open(page, all, 'administrator');
  const before = phones.asked.length;
  await call(page, 'Jonas Wren').click();
  const dialog = page.getByRole('dialog', { name: 'Whose phone rings first?' });
  await dialog.getByRole('combobox').selectOption('bo');
  await dialog.getByRole('button', { name: 'Call back' }).click();
  await expect(messages(page)).toContainText('The phone of Bo Tamm rings first, then Jonas Wren is called');
  expect(phones.asked).toHaveLength(before + 1);
  expect(phones.asked.at(-1)).toMatchObject({ number: '+31205550171', channel: 'PJSIP/102' });
  phones.givesUp(phones.asked.at(-1)!.id);
  await expect(caller(page, 'Jonas Wren')).toContainText(/Bo Tamm tried to call back/);
  await page.reload();
  await expect(caller(page, 'Jonas Wren')).toBeVisible();
  while (!(await caller(page, 'Jonas Wren').getAttribute('aria-current'))) await page.keyboard.press('j');
  await page.keyboard.press('b');
  await expect.poll(() => phones.asked.length).toBe(before + 2);
  await expect(dialog).toHaveCount(0);
  phones.givesUp(phones.asked.at(-1)!.id);
});

test('what the phone system refuses is told with its reason, and may be tried again', async ({ page }) => {
  await givesUp(house.server, 'sami', 'ann');
  await house.open(page, all, 'user');
  phones.makes({ refusal: 'Permission denied' });
  await call(page, 'Sami Brook').click();
  await expect(messages(page)).toContainText('The call could not be started. The phone system refuses: Permission denied');
  await expect(caller(page, 'Sami Brook')).not.toContainText('tried to call back');
  phones.makes('rings');
  await call(page, 'Sami Brook').click();
  await expect(messages(page)).toContainText('Your phone rings first, then Sami Brook is called');
  phones.givesUp(phones.asked.at(-1)!.id);
  await expect(caller(page, 'Sami Brook')).toContainText('tried to call back');
});

test('a number that may not be dialled never reaches the phone system', async ({ page }) => {
  await givesUp(house.server, 'dina', 'ann');
  await house.open(page, all, 'user');
  const before = phones.asked.length;
  await call(page, 'Dina Roe').click();
  await expect(messages(page)).toContainText('The call could not be started');
  expect(phones.asked).toHaveLength(before);
});
