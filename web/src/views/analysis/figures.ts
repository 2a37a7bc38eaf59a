// What is worked out of the figures that the server counted: rates, the heat of a week, lengths by steps. Pure.
// It must never count calls itself: a figure that the server does not tell is not shown.

import type { Schema } from '../../api/client';

export type Figure = Schema<'FigureOf'>;

export const answeredOf = (figure: Figure) => figure.outcomes.answered ?? 0;
export const abandonedOf = (figure: Figure) => figure.outcomes.abandoned ?? 0;

/** Which part was answered; null of none. */
export function rateOf(figure: Figure | undefined): number | null {
  return figure && figure.calls > 0 ? answeredOf(figure) / figure.calls : null;
}

export interface Cell {
  calls: number;
  answered: number;
  /** Seconds waited by all who were answered, and how many these are. */
  waited: number;
  waits: number;
}

const NOTHING: Cell = { calls: 0, answered: 0, waited: 0, waits: 0 };
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export interface Heat {
  /** First and last hour in which there is anything. */
  hours: number[];
  /** By weekday, Monday first; of each by hour. */
  rows: Cell[][];
  sums: { days: Cell[]; hours: Cell[]; all: Cell };
}

function add(one: Cell, other: Cell): Cell {
  return {
    calls: one.calls + other.calls,
    answered: one.answered + other.answered,
    waited: one.waited + other.waited,
    waits: one.waits + other.waits,
  };
}

/** Hours of calendar days, put together by weekday and hour of the zone's clocks. */
export function heatOf(figures: readonly Figure[], zone: string): Heat {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' });
  const grid = DAYS.map(() => Array.from({ length: 24 }, () => NOTHING));
  for (const figure of figures) {
    if (!figure.at) continue;
    const parts = Object.fromEntries(format.formatToParts(new Date(figure.at)).map(({ type, value }) => [type, value]));
    const row = grid[DAYS.indexOf(parts.weekday ?? '')];
    const hour = Number(parts.hour);
    const waits = figure.waits.count;
    const cell = { calls: figure.calls, answered: answeredOf(figure), waited: (figure.waits.mean_s ?? 0) * waits, waits };
    if (row) row[hour] = add(row[hour] ?? NOTHING, cell);
  }
  const hourSums = Array.from({ length: 24 }, (_, hour) => grid.reduce((sum, row) => add(sum, row[hour] ?? NOTHING), NOTHING));
  const busy = hourSums.flatMap((cell, hour) => (cell.calls > 0 ? [hour] : []));
  const [first = 8, last = 17] = [busy[0], busy.at(-1)];
  const hours = Array.from({ length: last - first + 1 }, (_, place) => first + place);
  const rows = grid.map((row) => hours.map((hour) => row[hour] ?? NOTHING));
  const days = rows.map((row) => row.reduce(add, NOTHING));
  return { hours, rows, sums: { days, hours: hours.map((hour) => hourSums[hour] ?? NOTHING), all: days.reduce(add, NOTHING) } };
}

export type HeatShow = 'calls' | 'rate' | 'wait';

/** What a cell shows, as a number; null where nothing was. */
export function heatValue(cell: Cell, show: HeatShow): number | null {
  if (cell.calls === 0) return null;
  if (show === 'calls') return cell.calls;
  if (show === 'rate') return cell.answered / cell.calls;
  return cell.waits > 0 ? cell.waited / cell.waits : null;
}

/** How strongly a value is drawn, 0 to 4, among those that there are: by fifths of the greatest. */
export function shadeOf(value: number | null, least: number, most: number): number {
  if (value === null || most <= least) return 0;
  return Math.min(4, Math.floor(((value - least) / (most - least)) * 5));
}

/** Where columns begin, in seconds, how many were as long as each, and how many were longer than all of them. */
export interface Columns {
  seconds: number[];
  counts: number[];
  until: number;
  longer: number;
}

/** The buckets that are as wide as the first one, as columns side by side. */
export function columnsOf(lengths: Schema<'Lengths'>): Columns {
  const buckets = lengths.buckets ?? [];
  const width = buckets[0]?.until_s ?? 0;
  const other = buckets.findIndex(({ from_s, until_s }) => until_s !== from_s + width);
  const even = other < 0 ? buckets : buckets.slice(0, other);
  const counts = even.map(({ count }) => count);
  return {
    seconds: even.map(({ from_s }) => from_s),
    counts,
    until: even.at(-1)?.until_s ?? 0,
    longer: lengths.count - sumOf(counts),
  };
}

export const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

/** A curve of how many in 100 were no longer than so many seconds, from all that is known of lengths. */
export function curveOf(lengths: Schema<'Lengths'>): { seconds: number[]; share: number[] } {
  const { p50_s, p90_s, p95_s, p99_s, buckets = [], count } = lengths;
  const points: [number | null, number][] = [[0, 0], [p50_s, 50], [p90_s, 90], [p95_s, 95], [p99_s, 99]];
  let shorter = 0;
  for (const bucket of buckets) {
    shorter += bucket.count;
    if (shorter > 0) points.push([bucket.until_s, (shorter / count) * 100]);
    // All are no longer: where the curve ends.
    if (shorter === count) break;
  }
  const known = points.filter((point): point is [number, number] => point[0] !== null);
  known.sort(([one, low], [other, high]) => one - other || low - high);
  // Where two shares have the same length, the greater one holds.
  const apart = known.filter(([seconds], place) => known[place + 1]?.[0] !== seconds);
  return { seconds: apart.map(([seconds]) => seconds), share: apart.map(([, share]) => share) };
}
