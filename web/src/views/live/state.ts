// The conversations on the line, in the order in which they began, kept up by records as the change feed tells them. Pure.
// Of each conversation the highest version counts, in whatever order records come; so what was loaded and what was told
// meanwhile are simply both taken, and nothing falls between. It must never read a clock or touch the page: moments are handed
// in (ms). An ended row stays for GONE_MS, greyed, and longer while pointer or focus are at it or below it, so that nothing
// moves under them.

import type { Conversation } from '../../api/client';
import { isLive, queueOf, since, stateOf } from '../../record/about';
import { endOf, startOf } from '../../timeline/course';

/** How long an ended row stays. */
export const GONE_MS = 10_000;
/** However long the pointer rests, at the latest then it goes. */
export const HELD_MS_MAX = 60_000;
/** How many are listed as just ended. */
export const ENDED_MAX = 8;
/** Above so many rows one line each; above so many under the heads of their queues. */
export const COMPACT_ABOVE = 40;
export const GROUPED_ABOVE = 100;

export type Density = 'roomy' | 'compact' | 'grouped';

/** One row. It is replaced, never changed, so that only rows that changed are drawn again. */
export interface LiveRow {
  readonly id: string;
  readonly record: Conversation;
  /** When it ended here (ms); null as long as it is on the line. */
  readonly goneAt: number | null;
}

/** How many are in which state; `longestSince` of those who wait in a queue. */
export interface Counts {
  total: number;
  queued: number;
  ringing: number;
  held: number;
  talking: number;
  other: number;
  longestSince: number | null;
}

export type LiveItem =
  | { kind: 'head'; key: string; queue: string | null; counts: Counts }
  | { kind: 'row'; key: string; row: LiveRow };

/** Where a row stands: by when it began, then by id. */
interface Place {
  id: string;
  began: number;
}

function isAfter(one: Place, other: Place): boolean {
  return one.began === other.began ? one.id > other.id : one.began > other.began;
}

export class LiveCalls {
  readonly #rows = new Map<string, LiveRow>();
  readonly #places: Place[] = [];
  /** The rows in order, until one is other: most records change a row and no order, so it is put together when it is read. */
  #order: readonly LiveRow[] | null = null;
  #ended: Conversation[] = [];
  /** Versions of what is no row any more, so that a late record does not bring a row back. */
  readonly #over = new Map<string, number>();
  /** Which rows were told since `begin`. */
  #told: Set<string> | null = null;

  /** Oldest first, ended ones among them until they go. */
  get rows(): readonly LiveRow[] {
    this.#order ??= this.#places.map(({ id }) => this.#rows.get(id)).filter((row) => row !== undefined);
    return this.#order;
  }

  /** The last that ended, newest first. */
  get ended(): readonly Conversation[] {
    return this.#ended;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Takes records in. Answers whether anything is other than before. */
  take(records: Iterable<Conversation>, at: number): boolean {
    let isOther = false;
    for (const record of records) isOther = this.#one(record, at) || isOther;
    return isOther;
  }

  /** Everything is about to be loaded (again): what is neither loaded nor told until `settle` is no longer on the line. */
  begin(): void {
    this.#told = new Set();
  }

  /** Takes in what was loaded since `begin`. */
  settle(records: Conversation[], at: number): void {
    const told = this.#told;
    this.take(records, at);
    this.#told = null;
    if (!told) return;
    const loaded = new Set(records.map((record) => record.id));
    for (const row of this.rows) {
      if (row.goneAt === null && !loaded.has(row.id) && !told.has(row.id)) this.#remove(row.id);
    }
  }

  /** Lets ended rows go whose time is over. `held` is the row that pointer or focus are at: nothing above it moves. */
  sweep(at: number, held: ReadonlySet<string> = new Set()): boolean {
    const lowest = held.size === 0 ? -1 : this.rows.findLastIndex((row) => held.has(row.id));
    const goes = this.rows.filter((row, index) => {
      if (row.goneAt === null) return false;
      return at - row.goneAt >= (index <= lowest ? HELD_MS_MAX : GONE_MS);
    });
    for (const row of goes) this.#remove(row.id);
    this.#forget();
    return goes.length > 0;
  }

  #one(record: Conversation, at: number): boolean {
    this.#told?.add(record.id);
    const row = this.#rows.get(record.id);
    const known = row?.record.version ?? this.#over.get(record.id) ?? -1;
    if (record.version <= known) return false;
    if (record.merged_into || record.erased_at || record.deleted_at) return this.#leave(record);
    if (isLive(record)) {
      if (!row && this.#over.has(record.id)) this.#over.delete(record.id);
      this.#put({ id: record.id, record, goneAt: null }, row);
      return true;
    }
    this.#end(record);
    if (row) this.#put({ id: record.id, record, goneAt: row.goneAt ?? at }, row);
    else this.#over.set(record.id, record.version);
    return true;
  }

  /** It is another's now, or no more: no grey row stays, as nothing ended. */
  #leave(record: Conversation): boolean {
    const was = this.#rows.has(record.id) || this.#ended.some((one) => one.id === record.id);
    this.#remove(record.id);
    this.#ended = this.#ended.filter((one) => one.id !== record.id);
    this.#over.set(record.id, record.version);
    return was;
  }

  #put(row: LiveRow, before: LiveRow | undefined): void {
    this.#rows.set(row.id, row);
    this.#order = null;
    const began = startOf(row.record);
    if (before && startOf(before.record) === began) return;
    if (before) this.#unplace(row.id);
    const place = { id: row.id, began };
    this.#places.splice(placeFor(this.#places, place), 0, place);
  }

  #remove(id: string): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.#rows.delete(id);
    this.#over.set(id, row.record.version);
    this.#unplace(id);
  }

  #unplace(id: string): void {
    this.#order = null;
    const at = this.#places.findIndex((place) => place.id === id);
    if (at >= 0) this.#places.splice(at, 1);
  }

  #end(record: Conversation): void {
    if (stateOf(record) !== 'ended') return;
    const others = this.#ended.filter((one) => one.id !== record.id);
    this.#ended = [...others, record]
      .sort((one, other) => endOf(other) - endOf(one))
      .slice(0, ENDED_MAX);
  }

  #forget(): void {
    // Records that come minutes late are rare; the oldest are forgotten first.
    const OVER_MAX = 5_000;
    for (const id of this.#over.keys()) {
      if (this.#over.size <= OVER_MAX) return;
      this.#over.delete(id);
    }
  }
}

function placeFor(places: Place[], place: Place): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const there = places[middle];
    if (there && isAfter(place, there)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How rows are drawn. It goes back only well below the limit, so that a call more or less does not redraw the page. */
export function densityOf(rows: number, before: Density): Density {
  const slack = 0.8;
  if (rows > GROUPED_ABOVE || (before === 'grouped' && rows > GROUPED_ABOVE * slack)) return 'grouped';
  if (rows > COMPACT_ABOVE || (before !== 'roomy' && rows > COMPACT_ABOVE * slack)) return 'compact';
  return 'roomy';
}

export type Show = 'all' | 'waiting' | 'talking';
const WAITING: ReadonlySet<string> = new Set(['ringing', 'queued', 'held', 'parked', 'menu', 'voicemail']);

/** Those of the rows that are to be shown. A row that ended stays where it was. */
export function shown(rows: readonly LiveRow[], show: Show): readonly LiveRow[] {
  if (show === 'all') return rows;
  return rows.filter(({ record, goneAt }) => {
    if (goneAt !== null) return (show === 'talking') === (record.outcome === 'answered');
    return (show === 'waiting') === WAITING.has(stateOf(record) ?? '');
  });
}

/** Counts those on the line. */
export function countsOf(rows: readonly LiveRow[]): Counts {
  const counts: Counts = { total: 0, queued: 0, ringing: 0, held: 0, talking: 0, other: 0, longestSince: null };
  for (const { record, goneAt } of rows) {
    if (goneAt !== null) continue;
    counts.total += 1;
    const state = stateOf(record);
    if (state === 'queued') {
      counts.queued += 1;
      const began = Date.parse(since(record) ?? '');
      if (began < (counts.longestSince ?? Infinity)) counts.longestSince = began;
    } else if (state === 'ringing') counts.ringing += 1;
    else if (state === 'held') counts.held += 1;
    else if (state === 'talking' || state === 'conference') counts.talking += 1;
    else counts.other += 1;
  }
  return counts;
}

/** The rows as items; where they are very many, under the heads of their queues, by name, those without a queue last. */
export function itemsOf(rows: readonly LiveRow[], density: Density, nameOf: (queue: string) => string): LiveItem[] {
  const item = (row: LiveRow): LiveItem => ({ kind: 'row', key: row.id, row });
  if (density !== 'grouped') return rows.map(item);
  const groups = new Map<string, LiveRow[]>();
  for (const row of rows) {
    const queue = queueOf(row.record) ?? '';
    const group = groups.get(queue);
    if (group) group.push(row);
    else groups.set(queue, [row]);
  }
  const order = [...groups].sort(([one], [other]) => {
    if (one === '' || other === '') return one === '' ? 1 : -1;
    return nameOf(one).localeCompare(nameOf(other));
  });
  return order.flatMap(([queue, group]) => [
    { kind: 'head', key: `head ${queue}`, queue: queue || null, counts: countsOf(group) } satisfies LiveItem,
    ...group.map(item),
  ]);
}
