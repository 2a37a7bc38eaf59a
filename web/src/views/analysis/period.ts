// Periods of days, by the account's clocks, and the one of the same length before. Pure: now is handed in.
// A day that is not over is compared with as much of the day in its place before.
// One more usual period: a line in USUAL and in the words.

export const USUAL = { today: 1, '7d': 7, '28d': 28, '91d': 91, '364d': 364 } as const;
export type Usual = keyof typeof USUAL;

export interface Span {
  from: Date;
  until: Date;
}

export interface Period extends Span {
  days: number;
  before: Span;
}

const DAY_MS = 86_400_000;

/** The date that a moment falls on by the clocks of a zone, as 2026-01-05. */
export function dateOf(moment: Date | number, zone: string): string {
  return formatter(zone).format(moment);
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatter(zone: string): Intl.DateTimeFormat {
  const held = formats.get(zone);
  if (held) return held;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(zone, made);
  return made;
}

/** The moment at which a date begins by the clocks of a zone. */
export function beginOf(date: string, zone: string): Date {
  const noon = Date.parse(`${date}T12:00:00Z`);
  // Offsets reach from 12 hours behind to 14 before; the first hour of that date is its beginning, whatever clocks do at night.
  let low = noon - 27 * 3_600_000;
  let high = noon + 15 * 3_600_000;
  while (high - low > 60_000) {
    const middle = Math.floor((low + high) / 2 / 60_000) * 60_000;
    if (dateOf(middle, zone) >= date) high = middle;
    else low = middle;
  }
  return new Date(high);
}

/** The date so many days later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** From the beginning of one date to the end of another. Of what is to come nothing is compared. */
export function between(first: string, last: string, now: number, zone: string): Period {
  const days = Math.max(1, Math.round((Date.parse(last) - Date.parse(first)) / DAY_MS) + 1);
  const from = beginOf(first, zone);
  const until = beginOf(addDays(first, days), zone);
  const isOver = until.getTime() <= now;
  return { from, until, days, before: { from: beginOf(addDays(first, -days), zone), until: isOver ? from : sameTime(now, -days, from, zone) } };
}

/** So many days away from a moment at the same time of the day, but no later than `latest`. */
function sameTime(moment: number, days: number, latest: Date, zone: string): Date {
  const date = dateOf(moment, zone);
  const ofDay = moment - beginOf(date, zone).getTime();
  return new Date(Math.min(latest.getTime(), beginOf(addDays(date, days), zone).getTime() + ofDay));
}

/** The last so many days, of which today is the last. */
export function usual(name: Usual, now: number, zone: string): Period {
  const today = dateOf(now, zone);
  return between(addDays(today, 1 - USUAL[name]), today, now, zone);
}

/** The first and the last day of a period, as one says them: with the year where it is another than this one, or they differ. */
export function daysOf({ from, until }: Span, now: number, zone: string): [string, string] {
  const ends = [from.getTime(), until.getTime() - 1];
  const years = new Set([...ends, now].map((moment) => dateOf(moment, zone).slice(0, 4)));
  const year = years.size > 1 ? ({ year: 'numeric' } as const) : {};
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', ...year });
  const [first = '', last = ''] = ends.map((moment) => format.format(moment).replace(',', ''));
  return [first, last];
}
