// The missed calls of a time, those not handled and those handled, kept up by the change feed, and what is done about them.
// A caller that was just handled stays in the list, greyed, until one leaves or loads again: nothing closes up under the pointer.

import { api, ask, type Conversation } from '../../api/client';
import { Failure } from '../../api/failure';
import { feed } from '../../api/feed.svelte';
import { isMissed, outside } from '../../record/about';
import { aftermathOf, groupKey, groupsOf, handledOf, type Aftermath, type Group } from './groups';

const PAGE = 500;
/** More missed calls than this are not shown at once. */
const RECORDS_MAX = 3_000;
/** Nor are more pages looked through: one may be short where few of very many calls are missed. */
const PAGES_MAX = 30;
const AFTER_MAX = 50;
const AT_ONCE = 4;

export class MissedCalls {
  #records = $state.raw<ReadonlyMap<string, Conversation>>(new Map());
  #done = $state.raw<readonly Conversation[]>([]);
  #after = $state.raw<ReadonlyMap<string, readonly Conversation[]>>(new Map());
  #fresh = $state.raw<ReadonlySet<string>>(new Set());
  #busy = $state.raw<ReadonlySet<string>>(new Set());
  #loaded = $state(false);
  #more = $state(false);
  #failure = $state.raw<Failure | null>(null);
  #stop = new AbortController();
  readonly #queue: Group[] = [];
  #asking = 0;

  constructor(readonly from: string | null) {}

  readonly groups = $derived.by(() => groupsOf(this.#records.values()));
  readonly handled = $derived.by(() => handledOf([...this.#done]));

  get loaded(): boolean {
    return this.#loaded;
  }
  get hasMore(): boolean {
    return this.#more;
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  /** Whether this caller was handled just now. */
  isFresh(key: string): boolean {
    return this.#fresh.has(key);
  }
  isBusy(key: string): boolean {
    return this.#busy.has(key);
  }
  aftermath(group: Group): Aftermath | undefined {
    const later = this.#after.get(group.key);
    return later && aftermathOf(group, later);
  }

  /** Loads and follows. Answers how to stop, as an effect wants it. */
  watch(): () => void {
    void this.load();
    const off = feed.on((changes) => this.#heard(changes.map(({ record }) => record).filter((record) => record !== undefined)));
    const offReset = feed.onReset(() => void this.load());
    return () => {
      off();
      offReset();
      this.#stop.abort();
    };
  }

  async load(): Promise<void> {
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    try {
      const [due, done] = await Promise.all([this.#all(false, RECORDS_MAX, signal), this.#all(true, PAGE, signal)]);
      this.#records = new Map(due.records.map((record) => [record.id, record]));
      this.#done = done.records;
      this.#more = due.more;
      this.#fresh = new Set();
      this.#failure = null;
      this.#loaded = true;
    } catch (thrown) {
      if (!signal.aborted) this.#failure = Failure.of(thrown);
    }
  }

  /** Has what came after a caller's missed calls looked up; for whom is on screen. */
  look(group: Group): void {
    if (group.number === null || this.#after.has(group.key) || this.#queue.some(({ key }) => key === group.key)) return;
    this.#queue.push(group);
    this.#next();
  }

  /** Marks all missed calls of a caller as handled, or takes it back. */
  async handle(group: Group, isHandled: boolean): Promise<void> {
    this.#busy = new Set([...this.#busy, group.key]);
    try {
      const told = await Promise.all(group.missed.map(({ id }) => {
        const params = { path: { id } };
        const asked = isHandled
          ? api.PUT('/callbook/v1/conversations/{id}/handled', { params })
          : api.DELETE('/callbook/v1/conversations/{id}/handled', { params });
        return ask(asked);
      }));
      this.#mark(group.key, isHandled);
      this.#heard(told);
    } finally {
      this.#busy = new Set([...this.#busy].filter((key) => key !== group.key));
    }
  }

  #mark(key: string, isFresh: boolean): void {
    this.#fresh = new Set(isFresh ? [...this.#fresh, key] : [...this.#fresh].filter((other) => other !== key));
  }

  async #all(handled: boolean, most: number, signal: AbortSignal): Promise<{ records: Conversation[]; more: boolean }> {
    const records: Conversation[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      pages += 1;
      const query = { missed: true, handled, limit: PAGE, ...(this.from && { from: this.from }), ...(cursor && { cursor }) };
      const page: { conversations: Conversation[]; next: string | null } = await ask(
        api.GET('/callbook/v1/conversations', { params: { query }, signal }),
      );
      records.push(...page.conversations);
      cursor = page.next;
    } while (cursor && records.length < most && pages < PAGES_MAX);
    return { records, more: cursor !== null };
  }

  #heard(records: Conversation[]): void {
    if (!this.#loaded || records.length === 0) return;
    const due = new Map(this.#records);
    let done = [...this.#done];
    const after = new Map(this.#after);
    for (const record of records) {
      const there = due.get(record.id) ?? done.find(({ id }) => id === record.id);
      if (there && there.version > record.version) continue;
      const key = groupKey(record);
      const isGone = record.merged_into !== null || record.erased_at !== null || record.deleted_at !== null;
      const isIn = isMissed(record) && record.state === 'ended' && !isGone && (!this.from || (record.started_at ?? '') >= this.from);
      done = done.filter(({ id }) => id !== record.id);
      if (!isIn) {
        due.delete(record.id);
        const { number } = outside(record);
        const later = number === null ? undefined : after.get(number);
        if (later && !isGone) after.set(key, [...later.filter(({ id }) => id !== record.id), record]);
      } else if (record.handled === null || this.#fresh.has(key)) due.set(record.id, record);
      else {
        due.delete(record.id);
        done.unshift(record);
      }
    }
    this.#records = due;
    this.#done = done;
    this.#after = after;
  }

  #next(): void {
    while (this.#asking < AT_ONCE) {
      const group = this.#queue[0];
      if (!group) return;
      this.#asking += 1;
      this.#queue.shift();
      void this.#lookNow(group);
    }
  }

  async #lookNow(group: Group): Promise<void> {
    const first = group.missed[0]?.started_at;
    const query = { number: group.number ?? '', limit: AFTER_MAX, ...(first && { from: first }) };
    try {
      const page = await ask(api.GET('/callbook/v1/conversations', { params: { query }, signal: this.#stop.signal }));
      this.#after = new Map([...this.#after, [group.key, page.conversations]]);
    } catch {
      // The row says then only that somebody waits, which is true in any case.
    }
    this.#asking -= 1;
    this.#next();
  }
}
