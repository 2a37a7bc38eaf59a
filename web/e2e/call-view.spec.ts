// One call: what is told, drawn, heard and done, on the real server with calls that each test tells by itself.

import type { Page } from '@playwright/test';
import type { Server } from './server';
import { expect, expectAccessible, expectOwnHostOnly, test, thread, useServer } from './page';
import { sound } from './sound';
import { inside, outside, Story, type Leg } from './story';

const house = useServer();
const AGO_MS = 3_600_000;

interface Row {
  id: string;
  recordings: { id: string; name: string | null }[];
}

const begun = () => new Story(thread('one'), new Date(Date.now() - AGO_MS));

/** Tells a story, and finds its conversation by the number that called. */
async function told(server: Server, story: Story, number: string): Promise<Row> {
  await server.tell(story.signals);
  const query = `number=${encodeURIComponent(number)}&limit=1`;
  const found = await server.ask<{ conversations: Row[] }>('GET', `/conversations?${query}`);
  const [row] = found.conversations;
  if (!row) throw new Error(`no conversation of ${number} is listed`);
  return row;
}

let lastNumber = 0;
/** A number that called nobody before. */
function stranger(): string {
  lastNumber += 1;
  return `+3120555${7000 + lastNumber}`;
}

function talk(story: Story, number: string, user = 'ann'): { caller: Leg; taker: Leg; bridge: string } {
  const caller = story.comesIn(outside(number));
  const taker = story.rings(caller, inside(user));
  story.after(6).takes(taker);
  story.takes(caller);
  return { caller, taker, bridge: story.joins(caller, taker) };
}

async function open(page: Page, row: Row, role: 'administrator' | 'supervisor' | 'user' = 'administrator'): Promise<void> {
  await house.open(page, `/calls/${row.id}`, role);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

test('an announced transfer is said in a sentence, drawn with its hand-over, and told line by line', async ({ page }) => {
  const { server } = house;
  const [story, number] = [begun(), stranger()];
  const { caller, taker, bridge } = talk(story, number);
  story.after(30).holds(taker, caller);
  const asking = story.after(1).consults(taker, inside('ann'), '103');
  const target = story.rings(asking, inside('carol'));
  story.after(4).takes(target);
  const asked = story.joins(asking, target);
  story.after(20).handsOver(caller, taker, asking, target, '103', { talk: bridge, asked });
  story.after(40).hangsUp(target, [caller]);
  const own = expectOwnHostOnly(page, server);
  await open(page, await told(server, story, number));

  const sentence = page.getByRole('heading', { level: 1 });
  const handed = 'spoke with Ann Mori, who consulted Carol Idris and then transferred the call. Carol hung up.';
  await expect(sentence).toContainText(handed);
  const picture = page.getByRole('figure');
  await expect(picture.locator('.lane')).toHaveCount(3);
  await expect(picture.locator('.lane.main .bar.hold')).toHaveCount(1);
  await expect(picture.locator('.lane .bar.ask').last()).toContainText('Consulted');
  await expect(picture.locator('.tie.over.double')).toHaveCount(1);
  await expect(picture.getByText('transferred to Carol Idris, announced')).toBeVisible();
  const rows = page.getByRole('table').first().getByRole('row');
  await expect(rows.filter({ hasText: 'transferred' })).toContainText('to Carol Idris after announcing');
  await expect(picture.getByRole('button', { name: /^1a / })).toBeVisible();
  await expectAccessible(page);
  own.check();
});

test('a call that goes on is followed as it is told, without loading the page again', async ({ page }) => {
  const { server } = house;
  const [story, number] = [new Story(thread('live'), new Date(Date.now() - 60_000)), stranger()];
  const { caller, taker } = talk(story, number);
  const row = await told(server, story, number);
  await open(page, row);
  await expect(page.locator('.bar.now').first()).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('they are talking');
  await expect(page.locator('.gaps')).toContainText('It goes on');
  await expect(page.locator('.facts > div', { hasText: 'Talked' })).toContainText(/0:[3-5]\d|1:\d\d/);
  const before = story.signals.length;
  story.after(20).hangsUp(caller, [taker]);
  await server.tell(story.signals.slice(before));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('hung up');
  await expect(page.locator('.bar.now')).toHaveCount(0);
  await expect(page.locator('.gaps')).toContainText('Nothing.');
});

test('an address that names no call offers a way on, and no second try', async ({ page }) => {
  await house.open(page, '/calls/xyz');
  await expect(page.getByRole('link', { name: 'All calls' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0);
});

test('two hundred phones that rang stand on one lane, and each on its own when asked for', async ({ page }) => {
  const { server } = house;
  const [story, number] = [begun(), stranger()];
  const caller = story.comesIn(outside(number));
  const phones = Array.from({ length: 200 }, (_, i) => story.rings(caller, { number: String(5000 + i) }));
  story.after(8).takes(phones[0]!);
  story.joins(caller, phones[0]!);
  story.stops(phones.slice(1), 'elsewhere');
  story.after(30).hangsUp(caller, [phones[0]!]);
  await open(page, await told(server, story, number));
  const picture = page.getByRole('figure');
  await expect(picture.locator('.lane')).toHaveCount(3);
  await expect(picture.getByText('rang 0:08, answered elsewhere')).toBeVisible();
  await picture.getByRole('button', { name: '199 phones' }).click();
  await expect(picture.locator('.lane')).toHaveCount(201);
  await picture.getByRole('button', { name: 'Show them as one' }).click();
  await expect(picture.locator('.lane')).toHaveCount(3);
});

test('a recording is drawn under the same axis, played, moved and slowed by keys, and noted as heard', async ({ page }) => {
  const { server } = house;
  const [story, number] = [begun(), stranger()];
  const { caller, taker } = talk(story, number);
  story.records(caller, 'talk.wav');
  story.after(60).recorded(caller);
  story.hangsUp(caller, [taker]);
  const row = await told(server, story, number);
  await open(page, row);
  // The phone system told of it, and its sound was not brought yet.
  await expect(page.getByText('There is no sound of this recording')).toBeVisible();
  const recording = row.recordings[0]!.id;
  const heard = page.waitForResponse((answer) => answer.url().endsWith(`/recordings/${recording}/played`));
  const media = sound({ name: 'talk.wav', seconds: 60, silent: [] }, 1);
  const kept = await server.send('PUT', `/recordings/${recording}/media`, media, 'audio/wav');
  expect(kept.ok).toBe(true);
  const play = page.getByRole('button', { name: 'Play recording' });
  await expect(play).toBeVisible();
  await expect(page.locator('.wave .run path').first()).toHaveAttribute('d', /^M1 /);
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.wave .place')).toContainText('0:05 / 1:00');
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(page.locator('.wave .place')).toContainText('0:00 / 1:00');
  await page.keyboard.press('.');
  await expect(page.getByRole('button', { name: /Speed 1.25/ })).toBeVisible();
  await page.keyboard.press(',');
  await page.keyboard.press('Space');
  await heard;
  await expect(page.getByRole('button', { name: 'Pause recording' })).toBeVisible();
  await expectAccessible(page);
  await server.ask('DELETE', `/recordings/${recording}`);
  await expect(page.getByText(/The recording was removed/)).toBeVisible();
  await page.reload();
  await expect(page.locator('.log li')).toHaveText([/removed the recording$/, /listened to the recording$/, /brought a recording$/]);
});

test('a missed call is marked as handled, which can be taken back', async ({ page }) => {
  const { server } = house;
  const [story, number] = [begun(), stranger()];
  const caller = story.comesIn(outside(number));
  const phone = story.rings(caller, inside('bo'));
  story.after(22).hangsUp(caller);
  story.stops([phone], 'cancelled');
  await open(page, await told(server, story, number));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Not yet handled');
  await page.keyboard.press('h');
  await expect(page.getByRole('heading', { level: 1 })).not.toContainText('Not yet handled');
  await expect(page.locator('.log')).toContainText('marked it as handled');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Not yet handled');
});

test('notes, disposition, links and a summary are written, and who did it is listed', async ({ page }) => {
  const { server } = house;
  const [story, number] = [begun(), stranger()];
  const { caller, taker } = talk(story, number);
  story.after(30).hangsUp(caller, [taker]);
  await open(page, await told(server, story, number));
  await page.keyboard.press('n');
  await page.keyboard.type('Brings the bicycle on Thursday.');
  await page.keyboard.press('Control+Enter');
  await expect(page.locator('.side .said')).toHaveText('Brings the bicycle on Thursday.');
  await page.getByRole('button', { name: 'Set disposition' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('What came of it')).toBeHidden();
  await page.getByRole('button', { name: 'Set disposition' }).click();
  await page.getByLabel('What came of it').fill('Repair booked');
  page.once('dialog', (asks) => void asks.dismiss());
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('.side .set').first()).toContainText('Repair booked');
  await page.locator('.side').getByRole('button', { name: 'Link' }).click();
  await page.getByLabel('Id').fill('REPAIR-1');
  await page.locator('form').getByRole('button', { name: 'Link' }).click();
  await expect(page.locator('.links')).toContainText('record REPAIR-1');
  await expect(page.locator('.log li')).toHaveCount(3);
  await expect(page.locator('.log')).toContainText('wrote a note');
});

test('a call that is deleted says so and can be restored', async ({ page }) => {
  const { server } = house;
  const [story, number] = [begun(), stranger()];
  const { caller, taker } = talk(story, number);
  story.after(30).hangsUp(caller, [taker]);
  const row = await told(server, story, number);
  await server.ask('DELETE', `/conversations/${row.id}`);
  await open(page, row);
  await expect(page.getByText('This call was deleted.')).toBeVisible();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Restore call' }).click();
  await expect(page.getByText('This call was deleted.')).toHaveCount(0);
});

test('a call that one may not see, and one that there is not, say the same', async ({ page }) => {
  const { server } = house;
  const [story, number] = [begun(), stranger()];
  const { caller, taker } = talk(story, number, 'gita');
  story.after(30).hangsUp(caller, [taker]);
  const row = await told(server, story, number);
  for (const id of [row.id, '00000000-0000-4000-8000-000000000000']) {
    await house.open(page, `/calls/${id}`, 'user');
    await expect(page.getByRole('heading', { name: 'This call is not in your view' })).toBeVisible();
  }
  await expectAccessible(page);
});

test('an end that was never told is said to be unknown, in the picture too', async ({ page }) => {
  const { server } = house;
  const [story, number] = [begun(), stranger()];
  const { caller, taker } = talk(story, number);
  story.after(90);
  for (const leg of [caller, taker]) story.say(leg, 'lost', { why: 'the link was down' });
  await open(page, await told(server, story, number));
  await expect(page.getByText('How it ended is not known')).toBeVisible();
  await expect(page.locator('.bar.none').first()).toBeVisible();
  await expect(page.locator('.gaps')).toContainText('The hang-up');
});

test('signals and the record itself are there for who looks for a cause', async ({ page }) => {
  const { server } = house;
  const [story, number] = [begun(), stranger()];
  const { caller, taker } = talk(story, number);
  story.after(30).hangsUp(caller, [taker]);
  await open(page, await told(server, story, number));
  await expect(page.getByRole('tabpanel')).toContainText('"direction": "inbound"');
  await page.getByRole('tab', { name: 'Signals' }).click();
  await expect(page.getByRole('tabpanel').getByRole('row')).toHaveCount(story.signals.length + 1);
  await page.getByRole('button', { name: 'All signals' }).click();
  await expect(page.getByRole('table').first()).toContainText('came_in');
});

test('a long talk is folded, and F, its crease or a button unfold and fold it', async ({ page }) => {
  const { server } = house;
  const [story, number] = [begun(), stranger()];
  const { caller, taker } = talk(story, number);
  story.after(2_400).hangsUp(caller, [taker]);
  await open(page, await told(server, story, number));
  const picture = page.getByRole('figure');
  const crease = picture.locator('.crease');
  await expect(crease).toHaveText(/^\d+:\d\d folded$/);
  const rings = picture.locator('.lane.main .bar.ring');
  const wide = async () => (await rings.boundingBox())?.width ?? 0;
  const before = await wide();
  await page.keyboard.press('f');
  await expect(crease).toHaveCount(0);
  expect(await wide()).toBeLessThan(before / 2);
  await page.keyboard.press('f');
  await expect(crease).toBeVisible();
  expect(await wide()).toBeCloseTo(before, 0);
  await crease.click();
  await expect(crease).toHaveCount(0);
  await picture.getByRole('button', { name: 'Fold' }).click();
  await expect(crease).toBeVisible();
});

test('all signals are copied as they are kept, however many of them are shown', async ({ page }) => {
  const { server } = house;
  const [story, number] = [begun(), stranger()];
  const { caller, taker } = talk(story, number);
  for (let n = 0; n < 260; n += 1) {
    story.after(1).holds(taker, caller);
    story.after(1).resumes(taker);
  }
  story.after(30).hangsUp(caller, [taker]);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page, await told(server, story, number));
  await page.getByRole('tab', { name: 'Signals' }).click();
  const panel = page.getByRole('tabpanel');
  await expect(panel.getByRole('row')).toHaveCount(501);
  await panel.getByRole('button', { name: 'Copy as JSON lines' }).click();
  await expect(page.getByRole('status', { name: 'Messages' })).toContainText('Copied');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const lines = text.split('\n').map((line) => JSON.parse(line) as { signal: { what: string; leg: string } });
  expect(lines.map(({ signal }) => signal.what)).toEqual(story.signals.map(({ what }) => what));
  // The record itself is copied from its own tab.
  await page.getByRole('tab', { name: 'Callbook' }).click();
  await page.locator('#as').getByRole('button', { name: 'Copy' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\{\n {2}"id": /);
});

test('signals of a call that goes on are read on as they are told', async ({ page }) => {
  const { server } = house;
  const [story, number] = [new Story(thread('live'), new Date(Date.now() - 60_000)), stranger()];
  const { caller, taker } = talk(story, number);
  await open(page, await told(server, story, number));
  await page.getByRole('tab', { name: 'Signals' }).click();
  const lines = page.getByRole('tabpanel').getByRole('row');
  await expect(lines).toHaveCount(story.signals.length + 1);
  // What is told while a page of them is on its way is not in it, and must be asked for.
  await page.route('**/signals?*', async (route) => {
    const answer = await route.fetch();
    await server.tell(story.signals);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('hung up');
    await route.fulfill({ response: answer });
  });
  const before = story.signals.length;
  story.after(10).holds(taker, caller);
  await server.tell(story.signals.slice(before));
  story.after(1).resumes(taker);
  story.after(1).hangsUp(caller, [taker]);
  await expect(lines).toHaveCount(story.signals.length + 1);
});

test('nothing in the picture runs out of the page of a phone, not who gave up at its end either', async ({ page }) => {
  const { server } = house;
  const [story, number] = [begun(), stranger()];
  const caller = story.comesIn(outside(number));
  story.after(0.5).takes(caller);
  story.enters(caller, 'menu', 'welcome');
  story.after(6).leaves(caller, 'menu');
  story.enters(caller, 'queue', 'sales');
  story.after(31).hangsUp(caller);
  await page.setViewportSize({ width: 360, height: 800 });
  await open(page, await told(server, story, number));
  const note = page.locator('.lane.main .note.x');
  await expect(note).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  const label = page.locator('.lane.main .bar.menu b');
  await expect(label).toHaveCSS('text-overflow', 'ellipsis');
});

test('it is readable at 360 pixels and at 2,560', async ({ page }) => {
  const { server } = house;
  const [story, number] = [begun(), stranger()];
  const { caller, taker } = talk(story, number);
  story.after(30).hangsUp(caller, [taker]);
  const row = await told(server, story, number);
  for (const width of [360, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    await open(page, row);
    await expectAccessible(page);
  }
});
