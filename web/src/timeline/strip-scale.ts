// How long a strip is and where a second falls on it. In lists of calls that are over, the width is the square root of the
// length, true inside; of calls on the line all strips share one scale of ten minutes, beyond which the middle is folded. Pure.

import type { Course } from './course';

export type Scale = 'live' | 'log' | 'whole';

/** Both scales reach so far; what is longer is folded (live) or fills the strip (log). */
export const STRIP_S = 600;
/** Where the fold of a live strip lies: what began is kept to here, then the last minutes. */
const FOLD_AT = 300;
/** How much dashed time follows what is shown, in parts of the axis, while the feed is lost or the end is not known. */
const UNKNOWN_SHARE = 0.12;

export interface StripAxis {
  /** Seconds on the axis. */
  len: number;
  /** Percent of the strip that it takes. */
  width: number;
  at: (seconds: number) => number;
  /** Where the fold is on the axis, null without one. */
  fold: number | null;
  /** How many seconds of dashed time follow. */
  tail: number;
}

export function stripAxis(course: Course, scale: Scale, length: number, isStale: boolean): StripAxis {
  const isUnknown = course.isOpen || (isStale && course.length === null);
  if (scale === 'live') {
    const tail = isUnknown ? STRIP_S * UNKNOWN_SHARE : 0;
    const beyond = length + tail - STRIP_S;
    if (beyond <= 0) return { len: STRIP_S, width: 100, at: (seconds) => seconds, fold: null, tail };
    const at = (seconds: number) => (seconds <= FOLD_AT ? seconds : Math.max(FOLD_AT, seconds - beyond));
    return { len: STRIP_S, width: 100, at, fold: FOLD_AT, tail };
  }
  const tail = isUnknown ? Math.max(1, length * UNKNOWN_SHARE) : 0;
  const len = Math.max(1, length + tail);
  const width = scale === 'whole' ? 100 : Math.min(100, Math.sqrt(len / STRIP_S) * 100);
  const longest = [...course.bars].sort((one, other) => (other.e ?? len) - other.s - ((one.e ?? len) - one.s))[0];
  const fold = scale === 'log' && len > STRIP_S && longest ? (longest.s + (longest.e ?? len)) / 2 : null;
  return { len, width, at: (seconds) => seconds, fold, tail };
}
