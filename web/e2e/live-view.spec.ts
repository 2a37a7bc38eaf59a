// Live: calls are seen to ring, to talk and to end by themselves; queues, agents and figures follow; a broken line is told,
// and leaves no gap. Each fact is told by the test, and what should be seen is waited for.

import { expect, expectAccessible, expectOwnHostOnly, test, thread, useServer } from './page';
import { inside, outside, Story } from './story';
import type { Server } from './server';

const house = useServer();

/** A story of which each act is told as soon as it is over. */
function teller(server: Server, name: string, seconds = 0) {
  const story = new Story(thread(name), new Date(Date.now() - seconds * 1000));
  let told = 0;
  const tell = async () => {
    await server.tell(story.signals.slice(told));
    told = story.signals.length;
  };
  return { story, tell };
}

test('a call is seen to ring, to talk, to be on hold, to end, and to leave after a while', async ({ page }) => {
  const own = expectOwnHostOnly(page, house.server);
  await house.open(page, '/live', 'administrator');
  await expect(page.getByText('No calls right now')).toBeVisible();
  const { story, tell } = teller(house.server, 'seen', 8);
  const caller = story.comesIn(outside('vera'));
  const phone = story.rings(caller, inside('ann'));
  await tell();
  const row = page.getByRole('table', { name: 'Now' }).getByRole('row', { name: /Vera Stahl/ });
  await expect(row.getByText('Ringing')).toBeVisible();
  await expect(row).toContainText('Ann Mori');
  story.after(4).takes(phone);
  story.joins(caller, phone);
  await tell();
  await expect(row.getByText('Talking')).toBeVisible();
  const clock = row.locator('.clock');
  const before = await clock.textContent();
  await expect(clock).not.toHaveText(before ?? '');
  const agent = page.getByRole('region', { name: 'Agents' }).getByRole('row', { name: /Ann Mori/ });
  await expect(agent).toContainText('Talking');
  await expect(agent).toContainText('Vera Stahl');
  story.after(1).holds(phone, caller);
  await tell();
  await expect(row.getByText('On hold')).toBeVisible();
  story.after(1).hangsUp(caller, [phone]);
  await tell();
  await expect(row.getByText('Ended')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Just ended' })).toContainText('Vera Stahl');
  await expect(row).toHaveCount(0, { timeout: 20_000 });
  own.check();
});

test('who waits in a queue is counted there, with the wait against the target', async ({ page }) => {
  await house.open(page, '/live', 'supervisor');
  const { story, tell } = teller(house.server, 'waits', 90);
  const caller = story.comesIn(outside('noor'));
  story.after(1).takes(caller);
  story.enters(caller, 'queue', 'support');
  await tell();
  const queue = page.getByRole('region', { name: 'Queues' }).locator('.queue-p', { hasText: 'Support' });
  await expect(queue).toContainText('1 waiting');
  await expect(queue.getByText('longer than the target')).toBeAttached();
  const row = page.getByRole('table', { name: 'Now' }).getByRole('row', { name: /Noor Falk/ });
  await expect(row.getByText('Queued')).toBeVisible();
  await expect(row).toContainText('next in line');
  await page.getByRole('button', { name: 'Talking' }).click();
  await expect(page.getByText('Nobody talks right now')).toBeVisible();
  await expect(page).toHaveURL(/show=talking/);
  await page.getByRole('button', { name: 'Waiting' }).click();
  await expect(row).toBeVisible();
  story.after(1).hangsUp(caller);
  await tell();
  await expect(queue).toContainText('0 waiting');
});

test('who has been on the line for days is there, and one list is asked for all who are', async ({ page }) => {
  const { story, tell } = teller(house.server, 'days', 3 * 86_400);
  const caller = story.comesIn(outside('leo'));
  const phone = story.rings(caller, inside('ann'));
  story.after(4).takes(phone);
  story.joins(caller, phone);
  await tell();
  const states: string[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.endsWith('/conversations')) states.push(searchParams.get('state') ?? '');
  });
  await house.open(page, '/live', 'administrator');
  const row = page.getByRole('table', { name: 'Now' }).getByRole('row', { name: /Leo Marsh/ });
  await expect(row.getByText('Talking')).toBeVisible();
  expect([...new Set(states)].sort()).toEqual(['ended', 'live']);
  await house.open(page, '/live', 'user');
  await expect(row.getByText('Talking')).toBeVisible();
  story.after(60).hangsUp(caller, [phone]);
  await tell();
  await expect(row.getByText('Ended')).toBeVisible();
});

test('figures of today follow what ends', async ({ page }) => {
  await house.open(page, '/live', 'administrator');
  const missed = page.locator('.figs > div').filter({ has: page.getByText('Missed', { exact: true }) });
  await expect(missed.locator('.v')).toHaveText(/^\d+$/);
  const before = Number(await missed.locator('.v').textContent());
  const { story, tell } = teller(house.server, 'given-up', 5);
  const caller = story.comesIn(outside('+31205550190'));
  const phone = story.rings(caller, inside('ann'));
  story.after(4).hangsUp(caller, [phone]);
  await tell();
  await expect(missed.locator('.v')).toHaveText(String(before + 1), { timeout: 20_000 });
});

test('a broken line is told, clocks stand, and what ended meanwhile is known afterwards', async ({ page }) => {
  await house.open(page, '/live', 'administrator');
  const { story, tell } = teller(house.server, 'broken', 30);
  const caller = story.comesIn(outside('leo'));
  const phone = story.rings(caller, inside('bo'));
  story.after(2).takes(phone);
  story.joins(caller, phone);
  await tell();
  const row = page.getByRole('table', { name: 'Now' }).getByRole('row', { name: /Leo Marsh/ });
  await expect(row.getByText('Talking')).toBeVisible();
  await house.server.halt();
  await expect(page.getByText(/Not updated since \d\d:\d\d:\d\d: the server cannot be reached/)).toBeVisible();
  const stood = await row.locator('.clock').textContent();
  await expect(row.locator('.bar.none')).toBeAttached();
  expect(await row.locator('.clock').textContent()).toBe(stood);
  await house.server.again();
  story.after(20).hangsUp(caller, [phone]);
  await tell();
  await expect(page.getByText(/Not updated since/)).toHaveCount(0, { timeout: 45_000 });
  await expect(row.getByText('Ended')).toBeVisible({ timeout: 20_000 });
});

test.describe('with many calls', () => {
  const stories: { story: Story; legs: string[] }[] = [];
  const begin = async (count: number) => {
    const signals = Array.from({ length: count }, (_, n) => {
      const story = new Story(thread('many'), new Date(Date.now() - (count - n) * 1000));
      const caller = story.comesIn(outside(`+3120555${String(1000 + stories.length).padStart(4, '0')}`));
      story.after(0.2).takes(caller);
      story.enters(caller, 'queue', n % 3 === 0 ? 'sales' : 'support');
      stories.push({ story, legs: [caller] });
      return story.signals;
    });
    await house.server.tell(signals.flat());
  };
  test.afterAll(async () => {
    for (const { story, legs } of stories) story.after(1).hangsUp(legs[0] ?? '', []);
    await house.server.tell(stories.flatMap(({ story }) => story.signals));
  });

  test('rows are in one line above forty, and under the heads of their queues above a hundred', async ({ page }) => {
    await house.open(page, '/live', 'administrator');
    await begin(45);
    const table = page.getByRole('table', { name: 'Now' });
    await expect(table).toHaveClass(/compact/);
    await expect.poll(async () => (await table.locator('tbody tr').first().boundingBox())?.height).toBe(28);
    await begin(65);
    await expect(table.getByRole('rowheader', { name: /Sales/ })).toBeVisible();
    await expect(page.getByText(/^110 conversations: 110 queued/)).toBeVisible();
    expect(await table.locator('tbody tr').count()).toBeLessThan(80);
    await page.keyboard.press('End');
    await expect(table.getByText('+31 20 555 1109')).toBeVisible();
  });

  test('on a phone very many rows stand under their heads, none over another', async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 780 });
    if (stories.length < 110) await begin(110 - stories.length);
    await house.open(page, '/live', 'administrator');
    const table = page.getByRole('table', { name: 'Now' });
    await expect(table.getByRole('rowheader', { name: /Sales/ })).toBeVisible();
    const heads = 2;
    for (const share of [0, 0.5, 1]) {
      await table.evaluate((element, part) => {
        const { top, height } = element.getBoundingClientRect();
        scrollTo(0, scrollY + top + height * part - innerHeight / 2);
      }, share);
      // Of so many only those on screen are drawn, so what they say follows the place.
      await expect.poll(() => table.locator('tbody tr[data-id]').evaluateAll((all) => all.some((row) => {
        const { top } = row.getBoundingClientRect();
        return top > 0 && top < innerHeight;
      }))).toBe(true);
      const faults = await table.locator('tbody tr:not(.room)').evaluateAll((all) => all.flatMap((row, n) => {
        const { top, height } = row.getBoundingClientRect();
        const before = all[n - 1]?.getBoundingClientRect().bottom ?? top;
        const low = Math.max(...[...row.children].map((cell) => cell.getBoundingClientRect().bottom));
        return [
          ...(Math.abs(top - before) > 0.5 ? [`${row.textContent} begins ${top - before} below the row before`] : []),
          ...(low > top + height + 0.5 ? [`${row.textContent} is ${low - top} high in ${height}`] : []),
        ];
      }));
      expect(faults).toEqual([]);
      expect(await table.locator('tbody tr').count()).toBeLessThan(50);
    }
    const height = await table.evaluate((element) => element.getBoundingClientRect().height);
    expect(Math.abs(height - stories.length * 76 - heads * 40), 'the rows take the room that is kept for them').toBeLessThan(2);
  });

  for (const width of [360, 1440, 2560]) {
    test(`nothing is hard to reach at ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await begin(3);
      await house.open(page, '/live', 'administrator');
      await expect(page.getByRole('table', { name: 'Now' })).toBeVisible();
      await expectAccessible(page);
      await page.emulateMedia({ colorScheme: 'dark' });
      await expectAccessible(page);
    });
  }
});
