// The calls that the element shows: asked for page by page with its token, and kept up to date by the change feed while somebody
// may see them. It must never keep anything of a call beyond the page's life, nor send the token anywhere but in a head to its server.

import type { Change, Conversation, Schema } from '../api/client';
import type { Party } from '../record/about';
import { widget as t } from '../words/en/widget';
import { isListed, mayConcern } from './concern';
import { follow } from './feed';
import { Names } from './names.svelte';

export interface Wanted {
  token: string;
  number: string;
  kind: string;
  record: string;
  server: string;
}

const ROWS = 10;
/** Where the feed is refused, it is looked so often; the same after a failure, and then ever longer. */
const EVERY_MS = 5_000;
const WAIT_MS_MAX = 60_000;
/** After so many failures before anything was ever shown, no feed is tried for: a page that may not ask never gets one, and the
 *  browser does not say why. The calls are asked for all the same, and the feed with the first that come. */
const FAILURES_MAX = 3;
/** Many changes at once cost one question. */
const APART_MS = 1_000;
const STALE_AFTER_MS = 3_000;

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
  /** Whether what is shown is no longer confirmed, since the feed is lost: clocks stand. */
  isStale = $state(false);
  readonly #names = new Names((kind, keys) => this.#ask(`/names/${kind}`, keys.map((key) => ['key', key]), true));
  readonly #stop = new AbortController();
  #clock: ReturnType<typeof setInterval> | undefined;
  #late: ReturnType<typeof setTimeout> | undefined;
  /** Ends the following; undefined where nothing is followed. */
  #unfollow: (() => void) | undefined;
  #isLive = false;
  #isOpen = false;
  #polls = false;
  #isAsking = false;
  /** What is asked right now may be answered with what was before. */
  #isOld = false;
  #failures = 0;
  #askedAt = 0;
  #due: ReturnType<typeof setTimeout> | undefined;
  #dueAt = 0;

  constructor(readonly wanted: Wanted) {}

  /** What the calls are asked for by. */
  get query(): Record<string, string> | null {
    const { number, kind, record } = this.wanted;
    if (kind && record) return kind === 'contact' ? { contact: record } : { linked: `${kind}/${record}` };
    return number ? { number } : null;
  }

  begin(): void {
    if (!this.wanted.token) this.fault = { text: t.faults.token, isFinal: true };
    else if (!this.query) this.fault = { text: t.faults.nothing, isFinal: true };
    else this.#live();
  }

  end(): void {
    this.#rest();
    this.#stop.abort();
  }

  /** Nobody sees the element any more, or somebody does again, who is shown what happened meanwhile. */
  seen(isSeen: boolean): void {
    if (this.fault?.isFinal || isSeen === this.#isLive) return;
    if (isSeen) this.#live();
    else this.#rest();
  }

  /** Looks at the newest again; what was loaded of the older ones stays below. */
  async again(): Promise<void> {
    if (this.#isAsking) {
      this.#isOld = true;
      return;
    }
    this.#unplan();
    this.#askedAt = Date.now();
    [this.#isAsking, this.#isOld] = [true, false];
    const [page, count] = await Promise.all([this.#page(null), this.#ask<Schema<'Count'>>('/conversations/count', this.query ?? {})]);
    this.#isAsking = false;
    if (page) {
      this.#merge(page);
      this.count = count;
      this.isLoaded = true;
      this.fault = null;
    }
    this.#failures = page ? 0 : this.#failures + 1;
    if (!this.#isLive) return;
    if (page) this.#unfollow ??= this.#follow();
    else if (!this.isLoaded && this.#failures >= FAILURES_MAX) this.#leaveFeed();
    if (!page) this.#plan(Math.min(WAIT_MS_MAX, EVERY_MS * 2 ** (this.#failures - 1)));
    else if (this.#isOld) this.#plan();
    else if (this.#polls) this.#plan(EVERY_MS);
  }

  async older(): Promise<void> {
    const page = await this.#page(this.next);
    // Whether the server is back is found out beside.
    if (!page) return this.#plan(EVERY_MS);
    const known = new Set(this.rows.map(({ id }) => id));
    this.#show([...this.rows, ...page.conversations.filter(({ id }) => !known.has(id))]);
    this.next = page.next ?? null;
  }

  /** A link by which a recording can be heard without the token; null if there is none (any more). */
  async link(recording: string): Promise<string | null> {
    const told = await this.#ask<Schema<'Recording'>>(`/recordings/${recording}`, {}, true);
    return told?.link ?? told?.recording.url ?? null;
  }

  /** The bytes of a recording that is kept here. They are asked for with the token, so that no link of it leaves the element. */
  media(recording: string, signal: AbortSignal): Promise<Response> {
    return this.#fetch(`/recordings/${recording}/media`, {}, signal);
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

  #live(): void {
    this.#isLive = true;
    this.#clock = setInterval(() => this.isStale || (this.nowMs = Date.now()), 1_000);
    this.#unfollow = this.#follow();
    void this.again();
  }

  #follow(): () => void {
    return follow(this.wanted.server, this.wanted.token, {
      onChange: (change) => this.#take(change),
      onOpen: () => this.#opened(),
      onLost: () => this.#lost(),
      onReset: () => (this.#isOpen = false),
      onRefused: (status) => this.#refused(status),
    });
  }

  #leaveFeed(): void {
    this.#unfollow?.();
    this.#unfollow = undefined;
  }

  #rest(): void {
    this.#leaveFeed();
    clearInterval(this.#clock);
    clearTimeout(this.#late);
    this.#unplan();
    [this.#isLive, this.#isOpen, this.#polls, this.#late] = [false, false, false, undefined];
  }

  #opened(): void {
    clearTimeout(this.#late);
    this.#late = undefined;
    this.isStale = false;
    this.#polls = false;
    // What happened between the first look and now was told to nobody; later on it goes on where it was.
    if (!this.#isOpen) this.#plan();
    this.#isOpen = true;
  }

  #lost(): void {
    if (!this.#polls) this.#late ??= setTimeout(() => (this.isStale = true), STALE_AFTER_MS);
  }

  #refused(status: number): void {
    if (status === 401) return this.#failed(status, {});
    this.#polls = true;
    // What it polls is told anew once the feed opens after all.
    this.#isOpen = false;
    clearTimeout(this.#late);
    this.#late = undefined;
    this.isStale = false;
    this.#plan(EVERY_MS);
    // One that may not follow is never going to; one that finds no room is, and the stream tries again by itself.
    if (status === 403 || status === 404) this.#unfollow?.();
  }

  #take({ conversation, record }: Change): void {
    const shown = this.rows.find(({ id }) => id === conversation);
    const isOurs = record !== undefined && isListed(record) && mayConcern(record, this.wanted);
    if (shown && isOurs) {
      if (record.version > shown.version) this.#show(this.rows.map((row) => (row.id === record.id ? record : row)));
    } else if (shown || isOurs) this.#plan();
  }

  /** Has the newest looked at soon; what is planned for earlier stays. */
  #plan(waitMs = 0): void {
    const at = Math.max(Date.now() + waitMs, this.#askedAt + APART_MS);
    if (!this.#isLive || (this.#due !== undefined && this.#dueAt <= at)) return;
    this.#unplan();
    this.#dueAt = at;
    this.#due = setTimeout(() => void this.again(), at - Date.now());
  }

  #unplan(): void {
    clearTimeout(this.#due);
    this.#due = undefined;
  }

  #merge(page: Schema<'ConversationPage'>): void {
    const known = new Map(this.rows.map((row) => [row.id, row]));
    const newest = page.conversations.map((row) => {
      const held = known.get(row.id);
      return held && held.version > row.version ? held : row;
    });
    const fresh = new Set(newest.map(({ id }) => id));
    const last = newest.at(-1)?.started_at ?? '';
    const older = this.rows.filter(({ id, started_at }) => !fresh.has(id) && page.next !== null && (started_at ?? '') < last);
    if (older.length === 0) this.next = page.next ?? null;
    this.#show([...newest, ...older]);
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
      const response = await this.#fetch(path, query, this.#stop.signal);
      if (response.ok) return (await response.json()) as Answer;
      if (!isQuiet) this.#failed(response.status, await response.json().catch(() => ({})));
    } catch {
      if (!isQuiet && !this.#stop.signal.aborted) this.fault = { text: t.faults.unreachable, isFinal: false };
    }
    return null;
  }

  #fetch(path: string, query: Record<string, string> | string[][], signal: AbortSignal): Promise<Response> {
    const url = `${this.wanted.server}/callbook/v1${path}?${new URLSearchParams(query)}`;
    return fetch(url, { headers: { authorization: `Bearer ${this.wanted.token}` }, credentials: 'omit', signal });
  }

  #failed(status: number, problem: { detail?: string }): void {
    const isRefused = status === 401 || status === 403;
    this.fault = { text: isRefused ? t.faults.refused : t.faults.broken(status, problem.detail ?? ''), isFinal: isRefused };
    if (isRefused) this.#rest();
  }
}
