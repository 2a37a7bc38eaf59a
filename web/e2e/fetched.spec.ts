// Recordings that Callbook fetches itself: on their way, there, given up, gone; each seen without loading the page again.

import type { Page } from '@playwright/test';
import { mkdir, writeFile } from 'node:fs/promises';
import { expect, expectAccessible, test, thread, useServer } from './page';
import type { Server } from './server';
import { sound } from './sound';
import { inside, outside, Story } from './story';

let folder: string;
const house = useServer({ environment: { CALLBOOK_MEDIA__COLLECT: 'true' } }, async (server) => {
  folder = server.path('monitor');
  await mkdir(folder);
  await server.ask('PUT', '/sources/office', { adapters: ['native'], recordings_folder: folder });
});

interface Row {
  id: string;
  recordings: { id: string }[];
}

/** A talk that is recorded to a file of this name, and goes on. */
async function recorded(server: Server, who: string, name: string) {
  const story = new Story(thread('fetched'), new Date(Date.now() - 40_000));
  const caller = story.comesIn(outside(who));
  const phone = story.rings(caller, inside('ann'));
  story.after(5).takes(phone);
  story.joins(caller, phone);
  story.records(caller, name);
  await server.tell(story.signals);
  const before = story.signals.length;
  const number = encodeURIComponent(outside(who).number ?? '');
  const found = await server.ask<{ conversations: Row[] }>('GET', `/conversations?number=${number}&limit=1`);
  const ends = async () => {
    story.after(34).recorded(caller);
    story.hangsUp(caller, [phone]);
    await server.tell(story.signals.slice(before));
  };
  return { row: found.conversations[0]!, ends };
}

const play = (page: Page) => page.getByRole('button', { name: 'Play recording' });
const stands = (page: Page) => page.locator('.no-sound');

test('a recording that is on its way is played once it is there; once it is removed that is said', async ({ page }) => {
  const { server } = house;
  const { row, ends } = await recorded(server, 'vera', 'vera.wav');
  await house.open(page, `/calls/${row.id}`, 'administrator');
  await expect(page.locator('.bar.now').first()).toBeVisible();
  await page.evaluate(() => Object.assign(window, { isSame: true }));
  await ends();
  await expect(stands(page)).toContainText('The recording is on its way');
  await expect(stands(page)).toContainText(/The next try is at \d\d:\d\d:\d\d/);
  await expectAccessible(page);
  await writeFile(`${folder}/vera.wav`, sound({ name: 'vera.wav', seconds: 34, silent: [] }, 3));
  await expect(play(page)).toBeVisible({ timeout: 40_000 });
  await expect(page.locator('.wave .run path').first()).toHaveAttribute('d', /^M1 /);
  await play(page).click();
  await expect(page.getByRole('button', { name: 'Pause recording' })).toBeVisible();
  await expect(stands(page)).toHaveCount(0);
  await server.ask('DELETE', `/recordings/${row.recordings[0]?.id}`);
  await expect(stands(page)).toContainText('The recording was removed');
  await expect(play(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Pause recording' })).toHaveCount(0);
  // Nothing is left that a key could play.
  await page.keyboard.press('Space');
  await expect(stands(page)).toContainText('The recording was removed');
  expect(await page.evaluate(() => 'isSame' in window), 'the page was loaded again').toBe(true);
});

test('a recording that is given up is not said to be on its way, and is played once somebody brings it', async ({ page }) => {
  const { server } = house;
  // Nothing outside of the folder is read.
  const { row, ends } = await recorded(server, 'noor', '../outside.wav');
  await house.open(page, `/calls/${row.id}`, 'administrator');
  await expect(page.locator('.bar.now').first()).toBeVisible();
  await ends();
  await expect(stands(page)).toContainText('The recording could not be fetched');
  await expect(stands(page)).toContainText('It was tried once and given up.');
  const media = sound({ name: 'noor.wav', seconds: 34, silent: [] }, 4);
  const kept = await server.send('PUT', `/recordings/${row.recordings[0]?.id}/media`, media, 'audio/wav');
  expect(kept.ok).toBe(true);
  await expect(play(page)).toBeVisible();
});
