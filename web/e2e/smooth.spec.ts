// Live with 500 calls on the line and 200 changes a second: the page keeps up, and stays free to scroll and to press.
// Measured is what the page itself takes: how long it is busy, and how long one turn of it is at most. On a machine that does
// other things too a browser gets fewer frames whatever the page does, so frames are told and not judged.

import { expect, test, thread, useServer } from './page';
import { inside, outside, Story, type Leg } from './story';
import { USERS } from './house';

const LIVE = 500;
const CHANGES_PER_S = 200;
/** Ten seconds of them, and a fifth of the calls once more, so that these are on hold at the end. */
const CHANGES = 2_100;
const house = useServer();
test.setTimeout(240_000);

interface Going {
  story: Story;
  caller: Leg;
  phone: Leg;
  held: boolean;
}

function begin(n: number): Going {
  const story = new Story(thread('smooth'), new Date(Date.now() - (LIVE - n) * 500 - 60_000));
  const caller = story.comesIn(outside(`+3120555${String(2000 + n)}`));
  story.takes(caller);
  story.enters(caller, 'queue', n % 2 === 0 ? 'support' : 'sales');
  const phone = story.rings(caller, inside(USERS[n % USERS.length]?.key ?? 'ann'), n % 2 === 0 ? 'support' : 'sales');
  story.after(5).takes(phone);
  story.leaves(caller, 'queue', 'answered', phone);
  story.joins(caller, phone);
  return { story, caller, phone, held: false };
}

/** One change of a call: a hold begins, or ends. */
function change(going: Going): Story['signals'] {
  const before = going.story.signals.length;
  going.story.after(0.05);
  if (going.held) going.story.resumes(going.phone);
  else going.story.holds(going.phone, going.caller);
  going.held = !going.held;
  return going.story.signals.slice(before);
}

test('500 calls on the line and 200 changes a second leave the page free', async ({ page }) => {
  const calls = Array.from({ length: LIVE }, (_, n) => begin(n));
  await house.server.tell(calls.flatMap(({ story }) => story.signals));
  await house.open(page, '/live', 'administrator');
  await expect(page.getByText(/^500 conversations/)).toBeVisible({ timeout: 60_000 });
  expect(await page.locator('.now-t tbody tr').count()).toBeLessThan(80);

  await page.evaluate(() => {
    const seen = { frames: 0, longest: 0, busy: 0, from: performance.now() };
    Object.assign(window, { seen });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        seen.longest = Math.max(seen.longest, duration);
        seen.busy += duration;
      }
    }).observe({ type: 'longtask' });
    const frame = () => {
      seen.frames += 1;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  };
  const before = await busy();
  const begun = Date.now();
  let told = 0;
  for (let n = 0; told < CHANGES; n += 1) {
    const due = Math.min(CHANGES, Math.ceil(((Date.now() - begun) / 1000) * CHANGES_PER_S) + 1);
    const signals = [];
    for (; told < due; told += 1) signals.push(...change(calls[(told * 7) % LIVE] as Going));
    if (signals.length > 0) await house.server.tell(signals);
    else await new Promise((later) => setImmediate(later));
  }
  const took = (Date.now() - begun) / 1000;
  const after = await busy();
  const held = calls.filter((going) => going.held).length;
  await expect(page.getByText(`500 conversations: ${held} on hold, ${LIVE - held} talking`)).toBeVisible({ timeout: 30_000 });
  const seen = await page.evaluate(() => (window as unknown as { seen: { frames: number; longest: number; busy: number } }).seen);
  const share = ((after.TaskDuration ?? 0) - (before.TaskDuration ?? 0)) / took;
  const rate = (told / took).toFixed(0);
  console.log(`${rate} changes/s for ${took.toFixed(1)} s: busy ${(share * 100).toFixed(0)} %, ${(seen.frames / took).toFixed(0)} frames/s, `
    + `longest turn ${seen.longest.toFixed(0)} ms, turns over 50 ms in all ${seen.busy.toFixed(0)} ms`);
  expect(share, 'the page is busy for most of the time').toBeLessThan(0.7);
});
