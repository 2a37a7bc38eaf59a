// What is erased for good: asked for first, gone from every list, and told by what is left of it (rule N25).

import { expect, expectAccessible, test, thread, useServer } from './page';
import { inside, outside, Story } from './story';

const house = useServer();

interface Row {
  id: string;
}

/** A call of somebody who never called before; its conversation. */
async function called(number: string): Promise<Row> {
  const story = new Story(thread('erase'), new Date(Date.now() - 600_000));
  const caller = story.comesIn(outside(number));
  const taker = story.rings(caller, inside('ann'));
  story.after(4).takes(taker);
  story.takes(caller);
  story.joins(caller, taker);
  story.after(30).hangsUp(caller, [taker]);
  await house.server.tell(story.signals);
  const path = `/conversations?number=${encodeURIComponent(number)}&limit=1`;
  const [row] = (await house.server.ask<{ conversations: Row[] }>('GET', path)).conversations;
  if (!row) throw new Error('the call is not listed');
  return row;
}

test('n25: an administrator erases a call after he was asked, and nothing of it is shown any more', async ({ page }) => {
  const number = '+31205558801';
  const row = await called(number);
  await house.open(page, '/calls');
  await expect(page.getByText('8801').first()).toBeVisible();
  await page.goto(`${house.server.origin}/calls/${row.id}`);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Erase for good' }).click();
  const dialog = page.getByRole('dialog', { name: 'Erase this call for good?' });
  await expect(dialog).toContainText('cannot be brought back');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('heading', { level: 1 })).not.toContainText('erased');

  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Erase for good' }).click();
  await dialog.getByRole('button', { name: 'Erase for good' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('This call was erased');
  await expect(page.getByText('cannot be brought back')).toBeVisible();
  await expect(page.getByText('8801')).toHaveCount(0);
  await expectAccessible(page);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('This call was erased');
  await page.goto(`${house.server.origin}/calls?number=${encodeURIComponent(number)}`);
  await expect(page.getByRole('heading', { name: /No call/ })).toBeVisible();
});

test('n25: who looks at a call while it is erased sees that it was', async ({ page }) => {
  const row = await called('+31205558802');
  await house.open(page, `/calls/${row.id}`);
  await expect(page.getByText('8802').first()).toBeVisible();
  await house.server.ask('POST', `/conversations/${row.id}/erase`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('This call was erased');
  await expect(page.getByText('8802')).toHaveCount(0);
});

test('a supervisor deletes a call and cannot erase it', async ({ page }) => {
  const row = await called('+31205558803');
  await house.open(page, `/calls/${row.id}`, 'supervisor');
  await page.getByRole('button', { name: 'More' }).click();
  await expect(page.getByRole('menuitem', { name: 'Delete call' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Erase for good' })).toHaveCount(0);
});

test('n25: an account that is to keep calls for fewer days is asked what that erases', async ({ page }) => {
  await house.open(page, '/admin/account');
  await page.getByLabel('Conversations are kept for, days').fill('0');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Account is saved')).toHaveCount(0);
  await page.getByLabel('Conversations are kept for, days').fill('400');
  await page.getByLabel('Recordings are kept for, days').fill('30');
  await page.getByRole('button', { name: 'Save' }).click();
  const dialog = page.getByRole('dialog', { name: 'Erase older calls for good?' });
  await expect(dialog).toContainText('cannot be brought back');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save and erase' }).click();
  await expect(page.getByText('Account is saved')).toBeVisible();
  const kept = { retention_days: 400, recordings_retention_days: 30 };
  expect(await house.server.ask('GET', '/account')).toMatchObject(kept);
  await page.getByLabel('Conversations are kept for, days').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => house.server.ask('GET', '/account')).toMatchObject({ ...kept, retention_days: null });
});
