// The calls that the element shows: asked for page by page with its token, and looked at again while somebody may see them.
// It must never keep anything of a call beyond the page's life, nor send the token anywhere but in a head to its server.

import type { Conversation, Schema } from '../api/client';
import type { Party } from '../record/about';
import { widget as t } from '../words/en/widget';
import { Names } from './names.svelte';

export interface Wanted {
  token: string;
  number: string;
  kind: string;
  record: string;
  server: string;
}

const ROWS = 10;
const EVERY_MS = 5_000;

/** What went wrong, as the reader is told it; `isFinal` where asking again is of no use. */
export interface Fault {
  text: string;
  isFinal: boolean;
}

export class Calls {
  rows = $state.raw<Conversation[]>([]);
  count = $state.raw<Schema<'Count'> | null>(null);
  fault = $state.raw<Fault | null>(null);
  isLoaded = $state(false);
  nowMs = $state(Date.now());
  next = $state<string | null>(null);
  readonly #names = new Names((kind, keys) => this.#ask(`/names/${kind}`, keys.map((key) => ['key', key]), true));
  #timers: ReturnType<typeof setInterval>[] = [];
  readonly #stop = new AbortController();

  constructor(readonly wanted: Wanted) {}

  /** What the calls are asked for by. */
  get query(): Record<string, string> | null {
    const { number, kind, record } = this.wanted;
    if (kind && record) return kind === 'contact' ? { contact: record } : { linked: `${kind}/${record}` };
    return number ? { number } : null;
  }

  async begin(): Promise<void> {
    if (!this.wanted.token) this.fault = { text: t.faults.token, isFinal: true };
    else if (!this.query) this.fault = { text: t.faults.nothing, isFinal: true };
    if (this.fault) return;
    await this.again();
    this.#timers = [
      setInterval(() => document.hidden || void this.again(), EVERY_MS),
      setInterval(() => (this.nowMs = Date.now()), 1_000),
    ];
  }

  end(): void {
    this.#timers.forEach(clearInterval);
    this.#stop.abort();
  }

  /** Looks at the newest again; what was loaded of the older ones stays below. */
  async again(): Promise<void> {
    const [page, count] = await Promise.all([this.#page(null), this.#ask<Schema<'Count'>>('/conversations/count', this.query ?? {})]);
    if (!page) return;
    const fresh = new Set(page.conversations.map(({ id }) => id));
    const last = page.conversations.at(-1)?.started_at ?? '';
    const older = this.rows.filter(({ id, started_at }) => !fresh.has(id) && page.next !== null && (started_at ?? '') < last);
    if (older.length === 0) this.next = page.next ?? null;
    this.#show([...page.conversations, ...older]);
    this.count = count;
    this.isLoaded = true;
    this.fault = null;
  }

  async older(): Promise<void> {
    const page = await this.#page(this.next);
    if (!page) return;
    const known = new Set(this.rows.map(({ id }) => id));
    this.#show([...this.rows, ...page.conversations.filter(({ id }) => !known.has(id))]);
    this.next = page.next ?? null;
  }

  /** A link by which a recording can be heard without the token; null if there is none (any more). */
  async link(recording: string): Promise<string | null> {
    const told = await this.#ask<Schema<'Recording'>>(`/recordings/${recording}`, {});
    return told?.link ?? told?.recording.url ?? null;
  }

  party(party: Party): string {
    return this.#names.of('users', party.user) ?? party.name ?? party.number ?? '';
  }

  queue(key: string): string {
    return this.#names.of('queues', key) ?? key;
  }

  /** What the own number is called that was rung or shown; null where it has no name. */
  line(number: string | null): string | null {
    return this.#names.of('lines', number);
  }

  #show(rows: Conversation[]): void {
    this.rows = rows;
    void this.#names.learn(rows);
  }

  #page(cursor: string | null): Promise<Schema<'ConversationPage'> | null> {
    return this.#ask('/conversations', { ...this.query, limit: String(ROWS), ...(cursor && { cursor }) });
  }

  /** Asks the server; null, and a fault to show, if it does not answer as asked. `isQuiet`: the rest is of use without it. */
  async #ask<Answer>(path: string, query: Record<string, string> | string[][], isQuiet = false): Promise<Answer | null> {
    try {
      const url = `${this.wanted.server}/callbook/v1${path}?${new URLSearchParams(query)}`;
      const headers = { authorization: `Bearer ${this.wanted.token}` };
      const response = await fetch(url, { headers, credentials: 'omit', signal: this.#stop.signal });
      if (response.ok) return (await response.json()) as Answer;
      if (!isQuiet) this.#failed(response.status, await response.json().catch(() => ({})));
    } catch {
      if (!isQuiet && !this.#stop.signal.aborted) this.fault = { text: t.faults.unreachable, isFinal: false };
    }
    return null;
  }

  #failed(status: number, problem: { detail?: string }): void {
    const isRefused = status === 401 || status === 403;
    this.fault = { text: isRefused ? t.faults.refused : t.faults.broken(status, problem.detail ?? ''), isFinal: isRefused };
    if (isRefused) this.#timers.forEach(clearInterval);
  }
}
