// How long ago something was, as one says it; a clock or a day once it is longer than some hours.

import { zone } from '../../time/zones.svelte';
import { t } from '../../words';

const HOURS_MAX = 6;

export function ago(moment: string | null | undefined, now: number): string {
  if (!moment) return t.admin.never;
  const seconds = Math.max(0, Math.floor((now - Date.parse(moment)) / 1000));
  const words = t.admin.ago;
  if (seconds < 2) return words.now;
  if (seconds < 60) return words.seconds(seconds);
  if (seconds < 600) return words.minutes(Math.floor(seconds / 60), seconds % 60);
  if (seconds < 3_600) return words.minutes(Math.floor(seconds / 60), 0);
  if (seconds < HOURS_MAX * 3_600) return words.hours(Math.floor(seconds / 3_600));
  return zone.dayOf(moment) === zone.dayOf(now) ? zone.write(moment, 'clock') : `${zone.write(moment, 'short')} ${zone.write(moment, 'minute')}`;
}
