// How many are in which state, in words. Pure.

import { live as t } from '../../words/en/live';
import type { Counts } from './state';

export function stateCounts(counts: Counts): string {
  const parts = [
    counts.queued > 0 && t.queued(counts.queued),
    counts.ringing > 0 && t.ringing(counts.ringing),
    counts.held > 0 && t.held(counts.held),
    counts.talking > 0 && t.talking(counts.talking),
    counts.other > 0 && t.others(counts.other),
  ];
  return t.summary(counts.total, parts.filter((part) => typeof part === 'string'));
}
