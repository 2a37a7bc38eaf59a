// Analysis on a week of calls that are told: what is shown is what was counted, role by role.

import { Chance } from './chance';
import { beginOf, addDays, dateOf } from '../src/views/analysis/period';
import { expect, expectAccessible, expectOwnHostOnly, test, thread, useServer } from './page';
import { abandoned, direct, queued } from './plots';
import { Story } from './story';

const ZONE = 'Europe/Amsterdam';
/** Ten o'clock of some days ago. */
const at = (daysAgo: number) => beginOf(addDays(dateOf(Date.now(), ZONE), -daysAgo), ZONE).getTime() + 10 * 3_600_000;
const story = (daysAgo: number, minute: number) => new Story(thread(), new Date(at(daysAgo) + minute * 60_000));

const house = useServer({ zone: ZONE }, async (server) => {
  const chance = new Chance(2);
  const calls = [
    ...[1, 2, 3].map((day) => queued(story(day, 1), chance, 'noor', 'support', 8, 60)),
    queued(story(2, 9), chance, 'mila', 'sales', 40, 120),
    abandoned(story(2, 20), chance, 'dina', 'support', 33),
    direct(story(3, 30), chance, 'ola', 'ruth', 45),
    queued(story(20, 3), chance, 'vera', 'support', 5, 30),
  ];
  await server.tell(calls.flatMap((told) => told.story.signals));
});
const figure = (name: string) => `dl[aria-label="Figures of the period"] > div:has(dt:text-is("${name}"))`;

test('a week is counted, and the four weeks that hold it', async ({ page }) => {
  await house.open(page, '/analysis?period=7d');
  await expect(page.locator(figure('Offered'))).toContainText('6');
  await expect(page.locator(figure('Answered'))).toContainText('5');
  await expect(page.locator(figure('Answer rate'))).toContainText('83.3');
  await expect(page.locator(figure('Abandoned'))).toContainText('1');
  await page.getByRole('button', { name: /^Period/ }).click();
  await page.getByRole('menuitemradio', { name: 'Last 4 weeks' }).click();
  await expect(page.locator(figure('Offered'))).toContainText('7');
  await expect(page).toHaveURL(/period=28d/);
});

test('the heat of the week counts by weekday and hour of the account’s clocks', async ({ page }) => {
  await house.open(page, '/analysis?period=7d');
  const heat = page.getByRole('region', { name: 'Calls by weekday and hour' });
  await expect(heat.getByRole('columnheader', { name: '10' })).toBeVisible();
  await expect(heat.locator('tr.tot td').last()).toHaveText('6');
  await page.getByRole('button', { name: 'Answer rate' }).click();
  await expect(heat.locator('tr.tot td').last()).toHaveText('83 %');
});

test('waits and talks are drawn of one answer, and said in words', async ({ page }) => {
  const asked: URLSearchParams[] = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.endsWith('/figures')) asked.push(searchParams);
  });
  await house.open(page, '/analysis?period=7d');
  await expect(page.getByRole('img', { name: /0:00 to 0:10: 3/ })).toBeVisible();
  await expect(page.getByText(/^1 gave up/)).toBeVisible();
  await expect(page.locator('main canvas').first()).toBeVisible();
  expect(asked.filter((query) => query.has('buckets'))).toHaveLength(1);
  expect(asked.filter((query) => query.has('within_s'))).toHaveLength(0);
});

test('a queue is looked at alone, by its name', async ({ page }) => {
  await house.open(page, '/analysis?period=7d');
  await page.getByRole('link', { name: 'Sales' }).click();
  await expect(page).toHaveURL(/queue=sales/);
  await expect(page.locator(figure('Offered'))).toContainText('1');
  await expect(page.getByRole('heading', { name: 'Agents' })).toHaveCount(0);
});

test('any period is chosen by its days', async ({ page }) => {
  await house.open(page, '/analysis');
  await page.getByRole('button', { name: /^Period/ }).click();
  await page.getByRole('menuitemradio', { name: 'Another period' }).click();
  await page.getByLabel('Until').fill(addDays(dateOf(Date.now(), ZONE), -20));
  await page.getByLabel('From').fill(addDays(dateOf(Date.now(), ZONE), -20));
  await expect(page.locator(figure('Offered'))).toContainText('1');
});

test('a period without calls says so, and offers a longer one', async ({ page }) => {
  await house.open(page, '/analysis?period=own&from=2020-01-01&until=2020-01-07');
  await expect(page.getByRole('heading', { name: 'No calls in this period' })).toBeVisible();
  await page.getByRole('button', { name: 'Last 52 weeks' }).click();
  await expect(page.locator(figure('Offered'))).toContainText('7');
});

test('a supervisor sees the queues and agents of the teams, a user the own figures', async ({ page }) => {
  await house.open(page, '/analysis?period=7d', 'supervisor');
  await expect(page.locator(figure('Offered'))).toContainText('4');
  await expect(page.getByRole('region', { name: 'Queues' }).getByRole('link')).toHaveText(['Support']);
  await house.open(page, '/analysis?period=7d', 'user');
  await expect(page.getByRole('heading', { name: 'Queues' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^User/ })).toHaveCount(0);
});

test('it is accessible, in light and dark, narrow and wide, and asks its own host only', async ({ page }) => {
  const faults = expectOwnHostOnly(page, house.server);
  for (const [width, colorScheme] of [[1440, 'light'], [1440, 'dark'], [360, 'light'], [360, 'dark']] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    await house.open(page, '/analysis?period=7d');
    await expect(page.getByRole('heading', { name: 'How long they talked' })).toBeVisible();
    await expectAccessible(page);
  }
  faults.check();
});

// Last, for what it tells counts in the others.
test('today has figures as soon as a call ended, and one day alone is drawn', async ({ page }) => {
  const live = new Story(thread(), new Date(Date.now() - 4 * 60_000));
  await house.server.tell(queued(live, new Chance(5), 'noor', 'support', 8, 60).story.signals);
  await house.open(page, '/analysis?period=today');
  await expect(page.locator(figure('Offered'))).toContainText('1');
  await expect(page.getByText(/compared with the day before until this time$/)).toBeVisible();
  await expect(page.getByRole('img', { name: 'The answer rate by day lay between 100 % and 100 %.' })).toBeVisible();
});
