// A conversation of which one sees a part (rule N24): what is told of it is shown, and nothing is pretended of the rest.

import type { Page } from '@playwright/test';
import { expect, expectAccessible, test, thread, useServer } from './page';
import type { Server } from './server';
import { inside, outside, Story } from './story';

const house = useServer();
const rows = '.log-t tbody tr[data-id]';

interface Seen {
  id: string;
  calls: { id: string; legs?: unknown[] }[];
}

/** To whom a call is sent on, and whether he takes it. */
interface Taker {
  key: string;
  extension: string;
  takes: boolean;
}

/** Somebody outside talks with one, who sends the call on to another, who takes it, or does not. */
async function sentOn(server: Server, who: string, by: string, to: Taker): Promise<Seen> {
  const story = new Story(thread('partly'), new Date(Date.now() - 600_000));
  const caller = story.comesIn(outside(who));
  const first = story.after(0.1).rings(caller, inside(by));
  story.after(5).takes(first);
  const bridge = story.joins(caller, first);
  story.after(40).sendsOn(caller, first, to.extension, bridge);
  const second = story.after(0.1).rings(caller, inside(to.key));
  if (to.takes) {
    story.after(7).takes(second);
    story.joins(caller, second);
    story.after(65).hangsUp(caller, [second]);
  } else story.after(20).hangsUp(caller, [second]);
  await server.tell(story.signals);
  const number = encodeURIComponent(outside(who).number ?? '');
  const found = await server.ask<{ conversations: Seen[] }>('GET', `/conversations?number=${number}&limit=1`);
  const [row] = found.conversations;
  if (!row) throw new Error(`no conversation of ${who} is listed`);
  return row;
}

const title = (page: Page) => page.getByRole('heading', { level: 1 });
const fact = (page: Page, name: string) => page.locator('.facts > div').filter({ has: page.getByText(name, { exact: true }) });

test('n24 who was handed a call sees it from there on, with the figures of what he sees', async ({ page }) => {
  const whole = await sentOn(house.server, 'noor', 'gita', { key: 'ann', extension: '101', takes: true });
  await house.open(page, `/calls/${whole.id}`, 'user');
  await expect(title(page)).toHaveText('Noor Falk spoke with Ann Mori. You see a part of this call only.');
  await expect(page.getByText('One further call of this conversation is not in your view.')).toBeVisible();
  await expect(fact(page, 'Total')).toContainText('1:12');
  await expect(fact(page, 'Waited')).toContainText('0:07');
  await expect(fact(page, 'Talked')).toContainText('1:05');
  await expect(fact(page, 'Outcome')).toContainText('Answered');
  // It is known who ended it, and not told here: that is no hole.
  await expect(fact(page, 'Ended by')).toHaveCount(0);
  await expect(page.locator('.facts .hole')).toHaveCount(0);

  const picture = page.getByRole('figure');
  await expect(picture.locator('.lane')).toHaveCount(2);
  await expect(picture.locator('.lane.main .bar.talk')).toContainText('1:05');
  await expect(picture.locator('.calls button')).toHaveCount(1);
  await expect(picture).not.toContainText('Gita');
  const happened = page.getByRole('table').first().getByRole('row');
  const came = 'came from a part of this call that is not in your view';
  await expect(happened.filter({ hasText: came })).toContainText('Noor Falk');
  await expect(happened.filter({ hasText: 'moved' })).toHaveCount(0);
  await expect(page.locator('.gaps')).toContainText('You see a part of this call.');
  await expect(page.locator('body')).not.toContainText(/Gita|Rao|"107"/);
  await expect(page.getByRole('tabpanel')).toContainText('"talk_s": null');
  await page.getByRole('tab', { name: 'Signals' }).click();
  await expect(page.getByText(/^Signals are for administrators/)).toBeVisible();
  await expectAccessible(page);
});

test('n24 who handed a call on sees it until then, and not whom it reached', async ({ page }) => {
  const whole = await sentOn(house.server, 'vera', 'ann', { key: 'gita', extension: '107', takes: true });
  await house.open(page, `/calls/${whole.id}`, 'user');
  await expect(title(page)).toHaveText('Vera Stahl spoke with Ann Mori. You see a part of this call only.');
  await expect(fact(page, 'Talked')).toContainText('0:40');
  await expect(page.getByRole('figure').locator('.lane')).toHaveCount(2);
  await expect(page.locator('body')).not.toContainText(/Gita|Rao|"107"/);
  // The supervisor of the team sees as much of it, the administrator all.
  await house.open(page, `/calls/${whole.id}`, 'supervisor');
  await expect(title(page)).toContainText('You see a part of this call only');
  await house.open(page, `/calls/${whole.id}`, 'administrator');
  await expect(title(page)).toContainText('was transferred to Gita Rao unannounced');
  await expect(page.getByRole('figure').locator('.lane')).toHaveCount(3);
});

test('n24 a call that one was handed and did not take says so', async ({ page }) => {
  const whole = await sentOn(house.server, 'ola', 'gita', { key: 'ann', extension: '101', takes: false });
  await house.open(page, `/calls/${whole.id}`, 'user');
  await expect(title(page)).toContainText(/^Ola Finch .*gave up/);
  await expect(title(page)).not.toContainText('spoke');
  await expect(fact(page, 'Talked')).toContainText('0:00');
});

test('n24 in the log such calls stand with their times, and no share of the answered is made of them', async ({ page }) => {
  await house.open(page, '/calls', 'user');
  const noor = page.locator(rows, { hasText: 'Noor Falk' });
  await expect(noor.locator('.time time')).toHaveText(/^\d\d:\d\d:\d\d$/);
  await expect(noor.locator('.out')).toHaveText('Answered');
  await expect(noor.locator('.c-talk')).toHaveText('1:05');
  await expect(page.locator('.log-t tr.day')).toHaveCount(1);
  await expect(page.getByText(/^3 conversations$/).first()).toBeVisible();
  await expect(page.getByText(/% answered/)).toHaveCount(0);
  await noor.click();
  await expect(title(page)).toContainText('Noor Falk spoke with Ann Mori');
});

test('n24 on the line a part stands where it began, and is seen to end', async ({ page }) => {
  const { server } = house;
  const earlier = new Story(thread('earlier'), new Date(Date.now() - 90_000));
  const first = earlier.comesIn(outside('leo'));
  const ann = earlier.rings(first, inside('ann'));
  earlier.after(3).takes(ann);
  earlier.joins(first, ann);
  await server.tell(earlier.signals);
  const story = new Story(thread('partly'), new Date(Date.now() - 60_000));
  const caller = story.comesIn(outside('petra'));
  const gita = story.after(0.1).rings(caller, inside('gita'));
  story.after(3).takes(gita);
  const bridge = story.joins(caller, gita);
  story.after(10).sendsOn(caller, gita, '101', bridge);
  const phone = story.after(0.1).rings(caller, inside('ann'));
  await server.tell(story.signals);
  await house.open(page, '/live', 'user');
  const now = page.getByRole('table', { name: 'Now' }).locator('tbody tr[data-id]');
  await expect(now).toHaveCount(2);
  await expect(now.first()).toContainText('Leo Marsh');
  await expect(now.last()).toContainText('Petra Lund');
  await expect(now.last()).toContainText('Ringing');
  const before = story.signals.length;
  story.after(5).takes(phone);
  story.joins(caller, phone);
  story.after(3).hangsUp(caller, [phone]);
  await server.tell(story.signals.slice(before));
  await expect(now.last()).toContainText('Ended');
  await expect(page.getByRole('region', { name: 'Just ended' })).toContainText('Petra Lund');
  const rest = earlier.signals.length;
  earlier.after(30).hangsUp(first, [ann]);
  await server.tell(earlier.signals.slice(rest));
});
