// The one clock of the page: it ticks once a second for all, and stands still as soon as the feed is not live,
// because a running time that nobody confirms would pretend. Nobody else sets an interval to show time.
// Usage: `{clock((now.ms - Date.parse(call.began_at)) / 1000)}`.

import { untrack } from 'svelte';
import { serverNow } from './skew';

class Now {
  #ms = $state(serverNow());
  #stopped = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.#tick();
  }

  /** The server's time in milliseconds, changing once a second. */
  get ms(): number {
    return this.#ms;
  }

  /** Whether it stands still, because what is shown is no longer confirmed. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Only the feed says this. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Only the feed says this. */
  run(): void {
    if (!untrack(() => this.#stopped)) return;
    this.#stopped = false;
    this.#tick();
  }

  #tick(): void {
    clearTimeout(this.#timer);
    if (untrack(() => this.#stopped)) return;
    this.#ms = serverNow();
    // At the beginning of each second, so that all figures change together.
    this.#timer = setTimeout(() => this.#tick(), 1_000 - (serverNow() % 1_000) + 5);
  }
}

export const now = new Now();
