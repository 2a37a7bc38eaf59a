// The log: what the filters find, read page by page as one scrolls, each row kept up by the change feed.
// Nothing moves by itself: new conversations are counted, and shown when asked for. Coming back to the same filters finds the
// same rows where they were. It must never hold rows of filters that are no longer asked for, nor an older version after a
// newer one was told: what is told while a page is on its way counts too.

import { api, ask, type Conversation } from '../../api/client';
import { Failure } from '../../api/failure';
import { feed } from '../../api/feed.svelte';
import { serverNow } from '../../time/skew';
import type { Asked } from './filters';
import { Newer, NEWER_MAX } from './newer.svelte';
import { Pager } from './pager';

/** So many are read at first; then as many again as there are, up to so many at once. */
const PAGE = 100;
const PAGE_MAX = 500;
/** Rows that are kept at the most: who scrolls that far narrows the filters instead. */
export const ROWS_MAX = 20_000;

export class Log {
  #rows = $state.raw<readonly Conversation[]>([]);
  #busy = $state(false);
  #failure = $state.raw<Failure | null>(null);
  #done = $state(false);
  /** Back to when was looked where a page found nothing. */
  #looked = $state(false);
  readonly #newer: Newer;
  readonly #places = new Map<string, number>();
  /** What was told while a page was on its way; null while none is. */
  #meanwhile: Map<string, Conversation> | null = null;
  #reading: Promise<void> | null = null;
  #pager: Pager;
  #step = PAGE;
  readonly #stop = new AbortController();
  readonly #began = serverNow();
  readonly #offs: (() => void)[];

  constructor(readonly questions: Asked[]) {
    this.#pager = this.#pages();
    this.#newer = new Newer(questions, this.#began, (id) => this.#places.has(id), () => this.#sinceBegan());
    this.#offs = [
      feed.on((changes) => this.#heard(changes.map(({ record }) => record).filter((record) => record !== undefined))),
      feed.onReset(() => void this.#again()),
    ];
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
  /** How many began since it was loaded that it would find, as many as NEWER_MAX at the most. */
  get newer(): number {
    return this.#newer.count;
  }

  /** Reads on; where that is under way already, answers when it is done. */
  more(): Promise<void> {
    if (this.#reading) return this.#reading;
    if (this.#done || this.#rows.length >= ROWS_MAX) return Promise.resolve();
    return this.#read(async () => {
      this.#step = Math.min(PAGE_MAX, Math.max(PAGE, this.#rows.length));
      const found = await this.#pager.next(this.#step);
      this.#put([...this.#rows, ...found]);
      this.#looked = found.length === 0 && !this.#pager.done;
    });
  }

  /** Reads all that was read once more, as what happened since cannot be told. The rows stay until the others are there. */
  async #again(): Promise<void> {
    while (this.#reading) await this.#reading;
    await this.#read(async () => {
      const pager = this.#pages();
      const rows: Conversation[] = [];
      this.#step = PAGE_MAX;
      do {
        rows.push(...(await pager.next(PAGE_MAX)));
      } while (rows.length < this.#rows.length && !pager.done);
      this.#pager = pager;
      this.#looked = rows.length === 0 && !pager.done;
      this.#put(rows);
    });
  }

  /** One reading at a time. */
  async #read(reads: () => Promise<void>): Promise<void> {
    this.#busy = true;
    this.#meanwhile = new Map();
    this.#reading = reads().then(
      () => {
        this.#done = this.#pager.done;
        this.#failure = null;
      },
      (thrown: unknown) => {
        if (!this.#stop.signal.aborted) this.#failure = Failure.of(thrown);
      },
    );
    await this.#reading;
    this.#reading = null;
    this.#busy = false;
    const told = [...this.#meanwhile.values()];
    this.#meanwhile = null;
    this.#heard(told);
  }

  #put(rows: readonly Conversation[]): void {
    this.#rows = rows;
    this.#places.clear();
    for (const [place, record] of rows.entries()) this.#places.set(record.id, place);
    // One may have been told before the page came which has it.
    this.#newer.shown();
  }

  /** Puts a record in its place by hand, as after something was done about it. */
  set(record: Conversation): void {
    this.#heard([record]);
  }

  leave(): void {
    this.#stop.abort();
    this.#newer.stop();
    for (const off of this.#offs) off();
  }

  #pages(): Pager {
    return this.#pagesOf(this.questions, () => this.#step);
  }

  /** What began since it was loaded. */
  #sinceBegan(): Promise<Conversation[]> {
    const from = new Date(this.#began).toISOString();
    const open = this.questions.filter(({ until }) => !until || Date.parse(until) > this.#began);
    return this.#pagesOf(open.map((question) => ({ ...question, from })), () => NEWER_MAX).next(NEWER_MAX);
  }

  #pagesOf(questions: readonly Asked[], limit: () => number): Pager {
    return new Pager(questions.length, (question, cursor) => {
      const query = { ...questions[question], limit: limit(), ...(cursor && { cursor }) };
      return ask(api.GET('/callbook/v1/conversations', { params: { query }, signal: this.#stop.signal }));
    });
  }

  #heard(records: Conversation[]): void {
    let rows: Conversation[] | null = null;
    const gone = new Set<string>();
    for (const record of records) {
      const told = this.#meanwhile?.get(record.id);
      if (!told || told.version < record.version) this.#meanwhile?.set(record.id, record);
      const place = this.#places.get(record.id);
      if (place === undefined) {
        this.#newer.heard(record);
        continue;
      }
      const there = this.#rows[place];
      if (!there || record.version <= there.version) continue;
      rows ??= [...this.#rows];
      rows[place] = record;
      if (record.merged_into || record.erased_at || record.deleted_at) gone.add(record.id);
    }
    if (!rows) return;
    if (gone.size > 0) this.#put(rows.filter((record) => !gone.has(record.id)));
    else this.#rows = rows;
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
