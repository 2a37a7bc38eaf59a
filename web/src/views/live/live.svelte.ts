// The live calls as the page shows them: loaded once, then kept up by the change feed, drawn at a pace.
// It must never load before the feed is open: what happens in between would be neither loaded nor told.
// Usage: `const live = new Live(); $effect(() => live.watch())`, then `live.rows`.

import { api, ask, type Conversation } from '../../api/client';
import { Failure } from '../../api/failure';
import { feed } from '../../api/feed.svelte';
import { session } from '../../api/session.svelte';
import { isLiveState, type Call } from '../../record/about';
import { serverNow } from '../../time/skew';
import { browserClockwork, paced } from './pace';
import { densityOf, ENDED_MAX, LiveCalls, type Density, type LiveRow } from './state';

const PAGE = 500;
// More live calls than this are not loaded at once; the feed brings the rest as they change.
const LIVE_MAX = 5_000;
// Few rows are drawn at once each frame, many four times a second.
const gapFor = (rows: number) => (rows > 40 ? 250 : 16);

/** A list page by page, until it ends or is too long to be loaded at once. */
async function paged<T>(page: (cursor: { cursor?: string }) => Promise<{ found: T[]; next: string | null }>): Promise<T[]> {
  const found: T[] = [];
  let cursor: { cursor?: string } = {};
  for (;;) {
    const { found: more, next } = await page(cursor);
    found.push(...more);
    if (!next || found.length >= LIVE_MAX) return found;
    cursor = { cursor: next };
  }
}

export class Live {
  readonly #calls = new LiveCalls();
  #rows = $state.raw<readonly LiveRow[]>([]);
  #ended = $state.raw<readonly Conversation[]>([]);
  #density = $state<Density>('roomy');
  #loaded = $state(false);
  #failure = $state.raw<Failure | null>(null);
  #held: ReadonlySet<string> = new Set();
  #loading: AbortController | null = null;
  readonly #pace = paced(() => this.#draw(), () => gapFor(this.#calls.size), browserClockwork);

  get rows(): readonly LiveRow[] {
    return this.#rows;
  }
  get ended(): readonly Conversation[] {
    return this.#ended;
  }
  get density(): Density {
    return this.#density;
  }
  /** Whether all that is on the line was loaded: before, an empty list means nothing. */
  get loaded(): boolean {
    return this.#loaded;
  }
  get failure(): Failure | null {
    return this.#failure;
  }

  /** Rows at which pointer or focus are: nothing above them closes up. */
  hold(ids: ReadonlySet<string>): void {
    this.#held = ids;
  }

  /** Follows the feed. Answers how to stop, as an effect wants it. Loading is `load`, once the feed is open. */
  watch(): () => void {
    const off = feed.on((changes) => {
      const records = changes.map((change) => change.record).filter((record) => record !== undefined);
      if (this.#calls.take(records, serverNow())) this.#pace.call();
    });
    const offReset = feed.onReset(() => void this.load());
    return () => {
      off();
      offReset();
      this.#pace.stop();
      this.#loading?.abort();
    };
  }

  /** Once a second: rows that ended go when their time is over. */
  tick(at: number): void {
    if (this.#calls.sweep(at, this.#held)) this.#draw();
  }

  /** Loads all that is on the line, and the last that ended. */
  async load(): Promise<void> {
    this.#loading?.abort();
    const stop = new AbortController();
    this.#loading = stop;
    this.#calls.begin();
    try {
      const [ended, partly, live] = await Promise.all([
        this.#page({ state: 'ended', limit: ENDED_MAX }, stop.signal),
        session.me?.role === 'administrator' ? [] : this.#partlySeen(stop.signal),
        this.#live(stop.signal),
      ]);
      this.#calls.settle([...ended.conversations, ...partly, ...live], serverNow());
      this.#loaded = true;
      this.#failure = null;
      this.#draw();
    } catch (thrown) {
      if (!stop.signal.aborted) this.#failure = Failure.of(thrown);
    }
  }

  /** All whose state says that they are on the line, however long they have been. */
  #live(signal: AbortSignal): Promise<Conversation[]> {
    return paged(async (cursor) => {
      const { conversations, next } = await this.#page({ state: 'live', limit: PAGE, ...cursor }, signal);
      return { found: conversations, next };
    });
  }

  #page(query: { state: string; limit: number; cursor?: string }, signal: AbortSignal) {
    return ask(api.GET('/callbook/v1/conversations', { params: { query }, signal }));
  }

  /** Conversations of which one sees some calls only are not found by their state, but their calls are. */
  async #partlySeen(signal: AbortSignal): Promise<Conversation[]> {
    const calls = await paged<Call>(async (cursor) => {
      const query = { state: 'live', limit: PAGE, ...cursor };
      const { calls, next } = await ask(api.GET('/callbook/v1/calls', { params: { query }, signal }));
      return { found: calls, next };
    });
    const seen = calls.filter((call) => isLiveState(call.state));
    const ids = [...new Set(seen.map((call) => call.conversation?.id).filter((id) => id !== undefined))];
    const asked = ids.map((id) => ask(api.GET('/callbook/v1/conversations/{id}', { params: { path: { id } }, signal })));
    return Promise.all(asked);
  }

  #draw(): void {
    this.#rows = this.#calls.rows;
    this.#ended = this.#calls.ended;
    this.#density = densityOf(this.#rows.length, this.#density);
  }
}
