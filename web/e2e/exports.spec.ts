// Exports from the log: everything the filter finds, as a job of the server with its progress, and a file at its end.

import { readFile } from 'node:fs/promises';
import { expect, expectAccessible, test, thread, useServer } from './page';
import { inside, outside, Story } from './story';
import type { Server } from './server';

const CALLS = 130;
const house = useServer({}, fill);

async function fill(server: Server): Promise<void> {
  const stories = Array.from({ length: CALLS }, (_, n) => {
    const story = new Story(thread('exported'), new Date(Date.now() - (n + 1) * 600_000));
    const caller = story.comesIn(outside(n % 2 === 0 ? 'vera' : 'dina'));
    const phone = story.rings(caller, inside('ann'));
    story.after(5).hangsUp(caller, [phone]);
    return story;
  });
  await server.tell(stories.flatMap(({ signals }) => signals));
}

for (const [format, ending] of [['JSON lines', 'jsonl'], ['CSV', 'csv']] as const) {
  test(`the whole of what is found is exported as ${format}, not only what is on the page`, async ({ page }) => {
    await house.open(page, '/calls?q=%2B31205550119', 'administrator');
    await page.getByRole('button', { name: 'Export 65' }).click();
    const panel = page.getByRole('dialog', { name: 'Export 65 conversations' });
    await panel.getByRole('radio', { name: format }).check();
    await panel.getByRole('button', { name: 'Start export' }).click();
    const job = panel.locator('.job').first();
    await expect(job).toHaveAttribute('data-state', 'ready', { timeout: 30_000 });
    await expectAccessible(page);
    const coming = page.waitForEvent('download');
    await job.getByRole('link', { name: 'Download' }).click();
    const lines = (await readFile(await (await coming).path(), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(ending === 'csv' ? 66 : 65);
    await job.getByRole('button', { name: 'Remove' }).click();
    await expect(panel.getByText('Nothing was exported lately.')).toBeVisible();
  });
}
