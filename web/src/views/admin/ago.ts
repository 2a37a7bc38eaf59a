// How long ago something was, or for how long it lasts, as one says it; a clock or a day once it is longer than some hours.

import { zone } from '../../time/zones.svelte';
import { t } from '../../words';

const HOURS_MAX = 6;

/** "14 s ago" */
export function ago(moment: string | null | undefined, now: number): string {
  if (!moment) return t.admin.never;
  const words = t.admin.ago;
  const seconds = secondsOf(moment, now);
  if (seconds < 2) return words.now;
  const length = lengthOf(seconds);
  return length === null ? dated(moment, now) : words.past(length);
}

/** "for 14 s" */
export function lasting(moment: string, now: number): string {
  const length = lengthOf(secondsOf(moment, now));
  return length === null ? t.admin.since(dated(moment, now)) : t.admin.ago.lasting(length);
}

const secondsOf = (moment: string, now: number) => Math.max(0, Math.floor((now - Date.parse(moment)) / 1000));

function lengthOf(seconds: number): string | null {
  const words = t.admin.ago;
  if (seconds < 60) return words.seconds(seconds);
  if (seconds < 600) return words.minutes(Math.floor(seconds / 60), seconds % 60);
  if (seconds < 3_600) return words.minutes(Math.floor(seconds / 60), 0);
  return seconds < HOURS_MAX * 3_600 ? words.hours(Math.floor(seconds / 3_600)) : null;
}

function dated(moment: string, now: number): string {
  return zone.dayOf(moment) === zone.dayOf(now) ? zone.write(moment, 'clock') : `${zone.write(moment, 'short')} ${zone.write(moment, 'minute')}`;
}
