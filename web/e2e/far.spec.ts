// Ten thousand hits: the far end is reached by keys and by the wheel, rows are right there, and few stand in the page.

import type { Page } from '@playwright/test';
import { expect, test, useServer } from './page';
import type { Server } from './server';
import type { Signal } from './story';

const MANY = 10_000;
const EVERY_MS = 60_000;
/** Of each ten one has another number, so that a search has something to leave out. */
const FOUND = (MANY * 9) / 10;
const WANTED = '+31205550188';
const OTHER = '+31205550189';
const rows = '.log-t tbody tr[data-id]';
const house = useServer({}, fill);
test.setTimeout(240_000);

/** Calls that were written down are a fact each, so that very many are told soon. Their lengths number them. */
async function fill(server: Server): Promise<void> {
  const now = Date.now();
  const signals = Array.from({ length: MANY }, (_, n): Signal => {
    const from = { number: n % 10 === 9 ? OTHER : WANTED, trunk: 'voip' };
    const logged = { direction: 'inbound', from, to: { number: '101', user: 'ann' }, seconds: n + 1, outcome: 'answered' };
    const at = new Date(now - (n + 1) * EVERY_MS).toISOString();
    return { key: `s${n}`, thread: `t${n}`, leg: `l${n}`, at, seq: 1, what: 'stated', logged };
  });
  await server.tell(signals);
}

/** The rows that are seen, by their places, each with what its times and lengths say; and whether any two overlap. */
function seen(page: Page) {
  return page.evaluate((selector) => {
    const drawn = [...document.querySelectorAll<HTMLElement>(selector)].map((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return { place: Number(row.dataset.row), top, bottom, talked: row.querySelector('.c-talk')?.textContent ?? '' };
    });
    const gaps = drawn.slice(1).map((row, n) => row.top - (drawn[n]?.bottom ?? 0));
    // Heads of days stand between rows.
    return { drawn, count: drawn.length, overlap: gaps.some((gap) => gap < -0.5), places: drawn.map(({ place }) => place) };
  }, rows);
}

const clock = (seconds: number) => {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}` : `${m}:${String(s).padStart(2, '0')}`;
};
/** The number of the call at a place of the search, from 0: each tenth is left out. */
const numberAt = (place: number) => place + Math.floor(place / 9);

async function expectRight(page: Page): Promise<void> {
  const { drawn, count, overlap, places } = await seen(page);
  expect(count).toBeGreaterThan(5);
  expect(count).toBeLessThan(60);
  expect(overlap, 'rows lie over each other').toBe(false);
  expect(places).toEqual(places.map((_, n) => (places[0] ?? 0) + n));
  for (const { place, talked } of drawn) expect(talked, `row ${place}`).toBe(clock(numberAt(place) + 1));
}

test('End and the wheel lead to the far end of very many hits; rows are right, and few stand in the page', async ({ page }) => {
  await house.open(page, `/calls?q=${encodeURIComponent(WANTED)}&time=all`, 'administrator');
  await expect(page.locator(rows).first()).toBeVisible();
  await expectRight(page);
  const begun = Date.now();
  await page.mouse.move(700, 600);
  for (let n = 0; n < 10; n += 1) await page.mouse.wheel(0, 900);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(5_000);
  await expect.poll(async () => (await seen(page)).places[0] ?? 0).toBeGreaterThan(100);
  await expectRight(page);
  const end = page.getByText(`That is all: ${FOUND.toLocaleString('en-GB')} conversations`);
  await expect.poll(async () => {
    await page.keyboard.press('End');
    return end.count();
  }, { timeout: 100_000, intervals: [50] }).toBe(1);
  console.log(`the far end of ${FOUND} hits: ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  // The last page made it longer once more.
  await page.keyboard.press('End');
  await expect(page.locator(`tr[data-row="${FOUND - 1}"]`)).toBeInViewport();
  await expectRight(page);
  expect(await page.locator('*').count(), 'elements of the page').toBeLessThan(3_000);

  // j goes on from the first row, and the page with it, from wherever one scrolled to.
  await page.keyboard.press('j');
  await expect(page.locator('tr[data-row="0"]')).toBeInViewport();
  await expectRight(page);
  await page.keyboard.press('End');
  const far = page.locator(`tr[data-row="${FOUND - 2}"]`);
  await expect(far).toBeInViewport();
  const before = await page.evaluate(() => scrollY);

  // There and back: the filter, the rows and the place are the same.
  await far.click();
  await expect(page.getByRole('navigation', { name: 'Position' })).toContainText('8,999 of 9,000');
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`q=${encodeURIComponent(WANTED).replace('+', '\\+')}`));
  await expect(far).toBeInViewport();
  expect(Math.abs((await page.evaluate(() => scrollY)) - before)).toBeLessThan(50);
  await expectRight(page);

  // Over a reload too, but for what is read anew.
  await page.reload();
  await expect(page.getByRole('searchbox', { name: 'Search' })).toHaveValue(WANTED);
  await expect(page.getByText('9,000 conversations').first()).toBeVisible();
  await expectRight(page);
});

test('where the window becomes narrow rows are higher, and are placed so', async ({ page }) => {
  await house.open(page, `/calls?q=${encodeURIComponent(WANTED)}&time=all`, 'administrator');
  await expect(page.locator(rows).first()).toBeVisible();
  await page.setViewportSize({ width: 360, height: 780 });
  await page.evaluate(() => scrollTo(0, 5_000));
  await expect.poll(async () => (await seen(page)).drawn.find(({ top }) => top > 300)?.place ?? 0).toBeGreaterThan(40);
  await expectRight(page);
  // 5,000 pixels are some sixty rows of 76 below what stands above them.
  const { drawn } = await seen(page);
  const at = drawn.find(({ top }) => top >= 0);
  expect(at?.place).toBeLessThan(70);
});
