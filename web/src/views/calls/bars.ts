// The bars over the log: how many conversations fell on each hour (or day). Pure. Where the figures know what is looked for, answered
// ones stand above the line and unanswered ones below; where it was found and counted, missed ones stand below.
// It must never show figures of something else than what is looked for, nor leave empty what nobody looked at.

import type { paths } from '../../api/schema';
import type { Schema } from '../../api/client';
import { beginOf, dayAfter, dayAt } from '../../time/days';
import { both, type Asked, type Filters } from './filters';

export type FiguresAsked = NonNullable<paths['/callbook/v1/figures']['get']['parameters']['query']>;
type Figure = Schema<'FigureOf'>;
export type Count = Schema<'ConversationCount'>;
export type CountAsked = NonNullable<paths['/callbook/v1/conversations/count']['get']['parameters']['query']>;

export interface Bar {
  from: number;
  until: number;
  answered: number;
  rest: number;
}

export interface Day {
  day: string;
  from: number;
  /** Where on the line it begins, from 0 to 1. */
  at: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Longer times are told by days. */
const HOURLY_MS_MAX = 15 * DAY_MS;
/** Of all time, as much as this is drawn. */
export const ALL_MS = 364 * DAY_MS;

/** What is asked of the figures for these filters; null where they do not count by that, or not for this reader. */
export function figuresAsked(filters: Filters, span: { from: number; until: number }, isAdministrator: boolean): FiguresAsked | null {
  const keys = (['queue', 'source'] as const).filter((of) => filters[of] !== '');
  // Figures of a user are of calls that he took; the log finds those of colleagues too in which his phone rang.
  if (!isAdministrator || filters.q.trim() !== '' || filters.due || filters.user !== '' || keys.length > 1) return null;
  const [of] = keys;
  return {
    from: new Date(span.from).toISOString(),
    until: new Date(span.until).toISOString(),
    by: isHourly(span) ? 'hour' : 'day',
    ...(of && { of, key: filters[of] }),
    ...(filters.direction && { direction: filters.direction as Asked['direction'] }),
  };
}

export function isHourly(span: { from: number; until: number }): boolean {
  return span.until - span.from <= HOURLY_MS_MAX;
}

/** What is counted instead: each question, and last what both of two find. */
export function countsAsked(questions: readonly Asked[], span: { from: number; until: number }): CountAsked[] {
  const [from, until] = [span.from, span.until].map((at) => new Date(at).toISOString());
  const shared = both([...questions]);
  return [...questions, ...(shared ? [shared] : [])].map((question) => ({ ...question, from, until, by: isHourly(span) ? 'hour' : 'day' }));
}

/** What was counted as bars, and from when on; what began before was not looked at. */
export function barsCounted(counts: readonly Count[], hourly: boolean, zone: string): { bars: Bar[]; since: number } {
  const found = new Map<number, Bar>();
  for (const [index, count] of counts.entries()) {
    // What both questions find was counted twice.
    const sign = index === 2 ? -1 : 1;
    for (const { at, day, count: all, missed } of count.by ?? []) {
      const from = day ? beginOf(zone, day) : Date.parse(at);
      const until = hourly ? from + HOUR_MS : beginOf(zone, dayAfter(dayAt(zone, from), 1));
      const bar = found.get(from) ?? { from, until, answered: 0, rest: 0 };
      found.set(from, { ...bar, answered: bar.answered + sign * (all - missed), rest: bar.rest + sign * missed });
    }
  }
  const since = Math.max(0, ...counts.map(({ reached }) => (reached ? Date.parse(reached) : 0)));
  const bars = [...found.values()].filter((bar) => bar.until > since && bar.answered + bar.rest > 0);
  return { bars: bars.sort((one, other) => one.from - other.from), since };
}

/** The figures as bars. With an outcome that is looked for, only that is counted. */
export function barsOf(figures: Figure[], outcome: string, hourly: boolean, zone: string): Bar[] {
  return figures.flatMap((figure) => {
    const from = figure.at ? Date.parse(figure.at) : figure.day ? beginOf(zone, figure.day) : Number.NaN;
    if (Number.isNaN(from)) return [];
    const all = Object.entries(figure.outcomes).filter(([name]) => outcome === '' || name === outcome);
    const answered = all.reduce((sum, [name, n]) => sum + (name === 'answered' ? n : 0), 0);
    const rest = all.reduce((sum, [name, n]) => sum + (name === 'answered' ? 0 : n), 0);
    const until = hourly ? from + HOUR_MS : beginOf(zone, dayAfter(dayAt(zone, from), 1));
    return answered + rest === 0 ? [] : [{ from, until, answered, rest }];
  });
}

/** The days under the line, or every so many where they are very many. */
export function daysOf(span: { from: number; until: number }, zone: string): Day[] {
  const length = span.until - span.from;
  const every = Math.max(1, Math.ceil(length / DAY_MS / 14));
  const days: Day[] = [];
  for (let day = dayAt(zone, span.from), n = 0; beginOf(zone, day) < span.until && n < 1_000; day = dayAfter(day, 1), n += 1) {
    const from = beginOf(zone, day);
    if (n % every === 0) days.push({ day, from, at: Math.max(0, (from - span.from) / length) });
  }
  return days;
}

/** So many pixels a label of each style needs, and up to so many days are known by their names alone. */
const LABEL_PX = { weekday: 84, name: 34, short: 58 } as const;
const NAMED_DAYS_MAX = 8;

export interface Labels {
  style: keyof typeof LABEL_PX;
  days: Day[];
}

/** The days that are labelled in so many pixels, and how: in full, by name alone, or every so many, so that none runs into another. */
export function labelsOf(days: Day[], width: number): Labels {
  const [before, last] = days.slice(-2);
  const room = before && last ? (last.at - before.at) * width : width;
  const isNamed = days.length <= NAMED_DAYS_MAX && room >= LABEL_PX.name;
  const style = room >= LABEL_PX.weekday ? 'weekday' : isNamed ? 'name' : 'short';
  const shown: Day[] = [];
  for (const day of days) {
    const free = (day.at - (shown.at(-1)?.at ?? -1)) * width;
    if (free >= LABEL_PX[style]) shown.push(day);
  }
  return { style, days: shown };
}

/** What was drawn over, from edge to edge of whole bars: an hour or a day. */
export function chosen(span: { from: number; until: number }, one: number, other: number, zone: string): { from: number; until: number } {
  const hourly = isHourly(span);
  const length = span.until - span.from;
  const [low, high] = [Math.min(one, other), Math.max(one, other)].map((at) => span.from + Math.max(0, Math.min(1, at)) * length);
  const from = hourly ? Math.floor((low ?? 0) / HOUR_MS) * HOUR_MS : beginOf(zone, dayAt(zone, low ?? 0));
  const until = hourly ? Math.ceil((high ?? 0) / HOUR_MS) * HOUR_MS : beginOf(zone, dayAfter(dayAt(zone, (high ?? 1) - 1), 1));
  return { from, until: Math.max(until, from + HOUR_MS) };
}
