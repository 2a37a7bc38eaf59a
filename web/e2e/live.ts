// Calls that come as time goes by: what is still open of a day is told when its moment has come, and new calls begin.
// For people who look at the page; tests tell each fact themselves.

import { Chance } from './chance';
import { anyCall } from './day';
import type { Server } from './server';
import { Story, type Signal } from './story';

const TICK_MS = 200;

export class Live {
  private open: Signal[] = [];
  private timer: NodeJS.Timeout | undefined;
  private nextAt = 0;
  private count = 0;
  private isTelling = false;
  private readonly chance = new Chance(Date.now() & 0xffff);

  /** A new call begins about every so many seconds; 0: none does. */
  constructor(
    private readonly server: Server,
    private readonly every: number,
  ) {}

  begin(open: readonly Signal[]): void {
    this.open.push(...open);
    this.nextAt = Date.now();
    this.timer = setInterval(() => void this.tick(), TICK_MS);
  }

  end(): void {
    clearInterval(this.timer);
  }

  private async tick(): Promise<void> {
    if (this.isTelling) return;
    const now = Date.now();
    while (this.every > 0 && this.nextAt <= now) {
      this.nextAt += this.every * 1000 * this.chance.between(0.3, 1.7);
      const story = new Story(`live-${now}-${(this.count += 1)}`, new Date(now));
      this.open.push(...anyCall(story, this.chance).story.signals);
    }
    const isDue = (signal: Signal) => Date.parse(signal.at) <= now;
    const due = this.open.filter(isDue);
    if (due.length === 0) return;
    this.open = this.open.filter((signal) => !isDue(signal));
    this.isTelling = true;
    // A server that is away is told again: a fact that was told counts once.
    await this.server.tell(due.sort((one, other) => one.at.localeCompare(other.at))).catch(() => this.open.push(...due));
    this.isTelling = false;
  }
}
