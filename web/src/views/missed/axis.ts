// The line of time that all callers share: the hours of one day, or the days of a longer time. Pure.

import { beginOf, dayAfter, dayAt } from '../../time/days';
import { hourIn } from '../live/figures';

export interface Axis {
  from: number;
  until: number;
  ticks: { at: number; label: string; minor: boolean }[];
}

const HOUR_MS = 3_600_000;
/** More hours than this are not all named. */
const HOURS_MAX = 12;
const DAY_MS = 24 * HOUR_MS;

export function axisOf(earliest: number, now: number, zone: string, write: (at: number) => string): Axis {
  const today = dayAt(zone, now);
  if (earliest >= beginOf(zone, today)) return hoursAxis(earliest, now, zone);
  const first = dayAt(zone, earliest);
  const from = beginOf(zone, first);
  const until = beginOf(zone, dayAfter(today, 1));
  const every = Math.max(1, Math.ceil((until - from) / DAY_MS / 7));
  const ticks = [];
  for (let day = first, n = 0; beginOf(zone, day) < until && n < 4_000; day = dayAfter(day, 1), n += 1) {
    if (n % every === 0) ticks.push({ at: beginOf(zone, day), label: write(beginOf(zone, day)), minor: (n / every) % 2 === 1 });
  }
  return { from, until, ticks };
}

/** From eight to six, and as much more as there was or is. */
function hoursAxis(earliest: number, now: number, zone: string): Axis {
  const midnight = beginOf(zone, dayAt(zone, now));
  const first = Math.min(8, hourIn(zone, earliest), hourIn(zone, now));
  const last = Math.max(18, hourIn(zone, now) + 1);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => ({
    at: midnight + (first + index) * HOUR_MS, label: `${String(first + index).padStart(2, '0')}:00`, minor: index % 2 === 1,
  })).filter((_, index) => index % Math.ceil((last - first) / HOURS_MAX) === 0);
  return { from: midnight + first * HOUR_MS, until: midnight + last * HOUR_MS, ticks };
}

/** Ticks that stand clear of the mark of what is now. */
export function clearOf(axis: Axis, now: number): Axis['ticks'] {
  const NEAR = 0.045;
  return axis.ticks.filter(({ at }) => Math.abs(placeOn(axis, at) - placeOn(axis, now)) > NEAR);
}

/** Where on the line a moment falls, from 0 to 1. */
export function placeOn(axis: Axis, at: number): number {
  return Math.max(0, Math.min(1, (at - axis.from) / (axis.until - axis.from)));
}
