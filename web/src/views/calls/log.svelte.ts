// The log: what the filters find, read page by page as one scrolls, each row kept up by the change feed.
// Nothing moves by itself: new conversations are counted, and shown when asked for. Coming back to the same filters finds the
// same rows where they were. It must never hold rows of filters that are no longer asked for.

import { api, ask, type Conversation } from '../../api/client';
import { Failure } from '../../api/failure';
import { feed } from '../../api/feed.svelte';
import { serverNow } from '../../time/skew';
import type { Asked } from './filters';
import { Pager } from './pager';

const PAGE = 100;
/** Rows that are kept at the most: who scrolls that far narrows the filters instead. */
export const ROWS_MAX = 20_000;

export class Log {
  #rows = $state.raw<readonly Conversation[]>([]);
  #busy = $state(false);
  #failure = $state.raw<Failure | null>(null);
  #done = $state(false);
  /** Back to when was looked where a page found nothing. */
  #looked = $state(false);
  readonly #newer = $state<{ ids: string[] }>({ ids: [] });
  readonly #places = new Map<string, number>();
  readonly #pager: Pager;
  readonly #stop = new AbortController();
  readonly #began = serverNow();
  readonly #off: () => void;

  constructor(readonly questions: Asked[]) {
    this.#pager = new Pager(questions.length, (question, cursor) => this.#page(question, cursor));
    this.#off = feed.on((changes) => this.#heard(changes.map(({ record }) => record).filter((record) => record !== undefined)));
    // Not while whoever made it is being worked out.
    queueMicrotask(() => void this.more());
  }

  get rows(): readonly Conversation[] {
    return this.#rows;
  }
  get busy(): boolean {
    return this.#busy;
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  get done(): boolean {
    return this.#done;
  }
  /** Whether it stopped looking for now, without an end. */
  get looked(): boolean {
    return this.#looked;
  }
  /** How many began since it was loaded, of any kind. */
  get newer(): number {
    return this.#newer.ids.length;
  }

  /** Reads on. */
  async more(): Promise<void> {
    if (this.#busy || this.#done || this.#rows.length >= ROWS_MAX) return;
    this.#busy = true;
    try {
      const found = await this.#pager.next(PAGE);
      const rows = [...this.#rows];
      for (const record of found) {
        this.#places.set(record.id, rows.length);
        rows.push(record);
      }
      this.#rows = rows;
      this.#done = this.#pager.done;
      this.#looked = found.length === 0 && !this.#done;
      this.#failure = null;
    } catch (thrown) {
      if (!this.#stop.signal.aborted) this.#failure = Failure.of(thrown);
    }
    this.#busy = false;
  }

  /** Puts a record in its place by hand, as after something was done about it. */
  set(record: Conversation): void {
    this.#heard([record]);
  }

  leave(): void {
    this.#stop.abort();
    this.#off();
  }

  #page(question: number, cursor: string | null) {
    const query = { ...this.questions[question], limit: PAGE, ...(cursor && { cursor }) };
    return ask(api.GET('/callbook/v1/conversations', { params: { query }, signal: this.#stop.signal }));
  }

  #heard(records: Conversation[]): void {
    let rows: Conversation[] | null = null;
    const gone = new Set<string>();
    for (const record of records) {
      const place = this.#places.get(record.id);
      if (place === undefined) {
        const isNew = Date.parse(record.started_at ?? '') > this.#began && !record.merged_into;
        if (isNew && !this.#newer.ids.includes(record.id)) this.#newer.ids.push(record.id);
        continue;
      }
      const there = this.#rows[place];
      if (!there || record.version <= there.version) continue;
      rows ??= [...this.#rows];
      rows[place] = record;
      if (record.merged_into || record.erased_at || record.deleted_at) gone.add(record.id);
    }
    if (!rows) return;
    if (gone.size > 0) {
      rows = rows.filter((record) => !gone.has(record.id));
      this.#places.clear();
      for (const [place, record] of rows.entries()) this.#places.set(record.id, place);
    }
    this.#rows = rows;
  }
}

let kept: { key: string; log: Log } | null = null;

/** The log of these questions: the one that is there, or a new one. */
export function logOf(questions: Asked[], isAnew = false): Log {
  const key = JSON.stringify(questions);
  if (kept && kept.key === key && !isAnew) return kept.log;
  kept?.log.leave();
  kept = { key, log: new Log(questions) };
  return kept.log;
}
