// The change feed: every change as it happens, each with its record, in bundles of at most one a frame.
// It resumes without a gap; where it cannot, `onReset` has the views load again. While it is not live, the clock stands.
// It must never show as live what is not. Views subscribe first and load then, and keep the highest version of each.
// Usage: `$effect(() => feed.on((changes) => { for (const change of changes) list.merge(change.record); }))`.

import { untrack } from 'svelte';
import { now } from '../time/now.svelte';
import { serverNow } from '../time/skew';
import { fetchSigned, type Change } from './client';
import { Stream, type StreamEvent } from './stream';

/**
 * `off`: nobody is signed in. `opening`: not yet. `live`. `reconnecting`: lost just now. `stale`: lost for longer, so that
 * figures go grey and bars run on dashed from `since`.
 */
export type FeedState = 'off' | 'opening' | 'live' | 'reconnecting' | 'stale';

const STALE_AFTER_MS = 3_000;
const EVENTS = '/callbook/v1/changes/events';
// Imported ones come by the ten thousand and concern the past.
const KINDS = 'new,changed,ended,corrected,merged,erased,source_silent,source_heard,subscription_off';

class Feed {
  #state = $state<FeedState>('off');
  #since = $state<number | null>(null);
  #nextTryAt = $state<number | null>(null);
  #waits = $state(0);
  readonly #changed = new Set<(changes: Change[]) => void>();
  readonly #reset = new Set<() => void>();
  #bundle: Change[] = [];
  #isDue = false;
  #stale: ReturnType<typeof setTimeout> | undefined;
  #counting: ReturnType<typeof setInterval> | undefined;
  readonly #stream = new Stream({
    fetch: fetchSigned,
    address: (cursor) => `${EVENTS}?record=true&kind=${KINDS}${cursor && `&after=${encodeURIComponent(cursor)}`}`,
    onEvent: (event) => this.#take(event),
    onOpen: () => this.#opened(),
    onLost: (at) => this.#lost(at),
    onReset: () => this.#again(),
  });

  get state(): FeedState {
    return this.#state;
  }
  /** Whether what is shown is no longer confirmed: grey figures, dashed bars. */
  get isStale(): boolean {
    return this.#state === 'stale';
  }
  /** The moment (server's time, ms) up to which everything is known; null while it is live. */
  get since(): number | null {
    return this.#since;
  }
  /** In how many seconds the next try is; 0 while one is under way. */
  get nextTryIn(): number {
    return this.#waits;
  }

  /** Hands changes over as they come. Answers how to stop, as an effect wants it. */
  on(handler: (changes: Change[]) => void): () => void {
    this.#changed.add(handler);
    return () => this.#changed.delete(handler);
  }

  /** Tells when all that was loaded has to be loaded again. Answers how to stop. */
  onReset(handler: () => void): () => void {
    this.#reset.add(handler);
    return () => this.#reset.delete(handler);
  }

  start(): void {
    if (untrack(() => this.#state) !== 'off') return;
    this.#state = 'opening';
    document.addEventListener('visibilitychange', this.#seen);
    this.#stream.start();
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#seen);
    this.#stream.stop();
    this.#settle();
    this.#state = 'off';
    now.run();
  }

  /** Try at once. */
  retry(): void {
    this.#stream.retry();
  }

  /** A frame that was waited for does not come while the page is hidden. */
  readonly #seen = () => {
    if (document.hidden && this.#isDue) this.#hand();
  };

  #opened(): void {
    this.#settle();
    this.#state = 'live';
    now.run();
  }

  #lost(nextTryAt: number | null): void {
    this.#nextTryAt = nextTryAt;
    this.#count();
    this.#counting ??= setInterval(() => this.#count(), 250);
    if (this.#state === 'reconnecting' || this.#state === 'stale') return;
    this.#since = serverNow() - (Date.now() - this.#stream.heardUntil);
    this.#state = 'reconnecting';
    now.stop();
    this.#stale = setTimeout(() => (this.#state = 'stale'), STALE_AFTER_MS);
  }

  #count(): void {
    this.#waits = this.#nextTryAt === null ? 0 : Math.max(0, Math.ceil((this.#nextTryAt - Date.now()) / 1000));
  }

  #settle(): void {
    clearTimeout(this.#stale);
    clearInterval(this.#counting);
    this.#counting = undefined;
    this.#since = null;
    this.#nextTryAt = null;
    this.#waits = 0;
  }

  #again(): void {
    for (const handler of this.#reset) handler();
  }

  #take(event: StreamEvent): void {
    let change: Change;
    try {
      change = JSON.parse(event.data) as Change;
    } catch {
      return;
    }
    this.#bundle.push(change);
    // A hidden page gets no frames, yet must not pile up changes without end.
    if (this.#isDue) return;
    this.#isDue = true;
    if (document.hidden) setTimeout(() => this.#hand(), 250);
    else requestAnimationFrame(() => this.#hand());
  }

  #hand(): void {
    this.#isDue = false;
    if (this.#bundle.length === 0) return;
    const bundle = this.#bundle;
    this.#bundle = [];
    for (const handler of this.#changed) handler(bundle);
  }
}

export const feed = new Feed();
