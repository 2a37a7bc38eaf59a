// The figures of today, of calls from outside, and what is usual by this hour on this weekday. Pure: it adds up what the server counted.
// Missed counts as rule N7 does, those abandoned among them; so answered and missed together are all that somebody could take.
// It must never compare with a day of which nothing is known.

import type { Schema } from '../../api/client';

export type Figure = Schema<'FigureOf'>;

const MISSED = ['no_answer', 'busy', 'declined', 'unavailable', 'cancelled', 'abandoned', 'voicemail'];
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** With how many weeks before today is compared. */
export const WEEKS = 4;

export interface Sums {
  answered: number;
  missed: number;
  abandoned: number;
  /** From 0 to 1; null where nobody called. */
  rate: number | null;
  wait: number | null;
  talk: number | null;
}

export interface Hour {
  hour: number;
  answered: number;
  missed: number;
  /** `part`: the hour that is now. `then`: still to come. */
  when: 'past' | 'part' | 'then';
}

const missedOf = (figure: Figure) => MISSED.reduce((sum, outcome) => sum + (figure.outcomes[outcome] ?? 0), 0);

function mean(figures: Figure[], of: 'waits' | 'talks'): number | null {
  let [sum, count] = [0, 0];
  for (const figure of figures) {
    const lengths = figure[of];
    if (lengths.mean_s === null || lengths.mean_s === undefined) continue;
    sum += lengths.mean_s * lengths.count;
    count += lengths.count;
  }
  return count === 0 ? null : sum / count;
}

export function sumsOf(figures: Figure[]): Sums {
  const answered = figures.reduce((sum, figure) => sum + (figure.outcomes.answered ?? 0), 0);
  const missed = figures.reduce((sum, figure) => sum + missedOf(figure), 0);
  const abandoned = figures.reduce((sum, figure) => sum + (figure.outcomes.abandoned ?? 0), 0);
  const rate = answered + missed === 0 ? null : answered / (answered + missed);
  return { answered, missed, abandoned, rate, wait: mean(figures, 'waits'), talk: mean(figures, 'talks') };
}

// Making one takes long, so each is made once.
const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: string, zone: string, style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${zone}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(language, { ...style, timeZone: zone });
  formats.set(key, made);
  return made;
}

/** The hour of a moment by the clocks of a zone. */
export function hourIn(zone: string, at: string | number): number {
  return Number(format('en-GB', zone, { hour: '2-digit', hourCycle: 'h23' }).format(new Date(at)));
}

/** The day of a moment by the calendar of a zone, as 2026-01-05. */
export function dayIn(zone: string, at: string | number): string {
  return format('en-CA', zone, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));
}

/** The hours from the first to the last that is of interest: office hours at least, more where there were calls. */
export function hoursOf(figures: Figure[], zone: string, now: number): Hour[] {
  const current = hourIn(zone, now);
  const today = dayIn(zone, now);
  const byHour = new Map<number, Figure[]>();
  for (const figure of figures) {
    if (!figure.at || dayIn(zone, figure.at) !== today) continue;
    const hour = hourIn(zone, figure.at);
    byHour.set(hour, [...(byHour.get(hour) ?? []), figure]);
  }
  const first = Math.min(8, current, ...byHour.keys());
  const last = Math.max(18, current, ...byHour.keys());
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const hour = first + index;
    const sums = sumsOf(byHour.get(hour) ?? []);
    const when = hour < current ? 'past' : hour === current ? 'part' : 'then';
    return { hour, answered: sums.answered, missed: sums.missed, when };
  });
}

/** The spans to ask for: the same weekday of the weeks before, an hour wider on both sides, as clocks may have been changed. */
export function weeksBefore(midnight: string, now: number): { from: string; until: string; around: number }[] {
  const began = Date.parse(midnight);
  return Array.from({ length: WEEKS }, (_, index) => {
    const back = (index + 1) * 7 * DAY_MS;
    const from = new Date(began - back - HOUR_MS).toISOString();
    return { from, until: new Date(now - back + 2 * HOUR_MS).toISOString(), around: now - back };
  });
}

/**
 * What is usual by now: the mean of the days before of which something is known, whole hours and the part of the hour that is.
 * Averages and rates are those of these days so far, taken together.
 */
export function usualOf(days: { figures: Figure[]; around: number }[], zone: string, now: number): Sums | null {
  const current = hourIn(zone, now);
  const part = (now % HOUR_MS) / HOUR_MS;
  const known = days.map(({ figures, around }) =>
    figures.filter((figure) => figure.at && dayIn(zone, figure.at) === dayIn(zone, around)),
  ).filter((figures) => figures.length > 0);
  if (known.length === 0) return null;
  const soFar = known.flat().filter((figure) => hourIn(zone, figure.at ?? '') <= current);
  const whole = sumsOf(soFar.filter((figure) => hourIn(zone, figure.at ?? '') < current));
  const rest = sumsOf(soFar.filter((figure) => hourIn(zone, figure.at ?? '') === current));
  const perDay = (of: 'answered' | 'missed' | 'abandoned') => Math.round((whole[of] + rest[of] * part) / known.length);
  const all = sumsOf(soFar);
  return { ...all, answered: perDay('answered'), missed: perDay('missed'), abandoned: perDay('abandoned') };
}
