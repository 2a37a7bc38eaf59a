// Loads the figures of today, again after calls ended, and once an hour what is usual. Administrators are told those of the account,
// supervisors those of their teams' queues, users their own.

import { api, ask } from '../../api/client';
import { Failure } from '../../api/failure';
import { feed } from '../../api/feed.svelte';
import { session } from '../../api/session.svelte';
import { serverNow } from '../../time/skew';
import { hoursOf, sumsOf, usualOf, weeksBefore, type Figure, type Hour, type Sums } from './figures';

type Of = 'all' | 'queue' | 'user';
/** Figures are asked for at most so often, however many calls end. */
const GAP_MS = 3_000;
const HOUR_MS = 3_600_000;

export class Today {
  #figures = $state.raw<Figure[] | null>(null);
  #midnight = $state('');
  #zone = $state('UTC');
  #usual = $state.raw<Sums | null>(null);
  #notHandled = $state<number | null>(null);
  #failure = $state.raw<Failure | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedAt = 0;
  #usualAt = 0;

  get of(): Of {
    const role = session.me?.role;
    return role === 'user' ? 'user' : role === 'supervisor' ? 'queue' : 'all';
  }
  get sums(): Sums | null {
    return this.#figures && sumsOf(this.#figures);
  }
  get usual(): Sums | null {
    return this.#usual;
  }
  get zone(): string {
    return this.#zone;
  }
  /** How many of those missed are not handled. Waits of queues and calls of a user are counted otherwise than conversations are:
   *  next to their figures it would be of other calls, and is null. */
  get notHandled(): number | null {
    return this.#notHandled;
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  hours(now: number): Hour[] {
    return hoursOf(this.#figures ?? [], this.#zone, now);
  }

  /** Follows calls that end, or are handled. Answers how to stop, as an effect wants it. */
  watch(): () => void {
    void this.load();
    const off = feed.on((changes) => {
      const counts = changes.some(({ kind, record }) => kind === 'ended' || kind === 'corrected' || record?.state === 'ended');
      if (counts) this.#soon();
    });
    const offReset = feed.onReset(() => this.#soon());
    return () => {
      off();
      offReset();
      clearTimeout(this.#timer);
    };
  }

  async load(): Promise<void> {
    this.#askedAt = Date.now();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      const told = await this.#ask({});
      this.#figures = told.figures;
      this.#midnight = told.from;
      this.#zone = told.zone;
      this.#failure = null;
      this.#notHandled = this.of === 'all' ? await this.#due(told.from) : null;
      await this.#loadUsual();
    } catch (thrown) {
      this.#failure = Failure.of(thrown);
    }
  }

  async #due(from: string): Promise<number> {
    const query = { missed: true, handled: false, from };
    return (await ask(api.GET('/callbook/v1/conversations/count', { params: { query } }))).count;
  }

  #soon(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.load(), Math.max(500, this.#askedAt + GAP_MS - Date.now()));
  }

  async #loadUsual(): Promise<void> {
    if (Date.now() - this.#usualAt < HOUR_MS / 6) return;
    const now = serverNow();
    const days = await Promise.all(weeksBefore(this.#midnight, now).map(async ({ from, until, around }) => {
      return { figures: (await this.#ask({ from, until })).figures, around };
    }));
    this.#usual = usualOf(days, this.#zone, now);
    this.#usualAt = Date.now();
  }

  #ask(span: { from?: string; until?: string }) {
    const query = { ...span, of: this.of, by: 'hour', direction: 'inbound' };
    return ask(api.GET('/callbook/v1/figures', { params: { query } }));
  }
}
