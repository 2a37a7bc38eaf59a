// The time axis of a picture: where a second falls. When one stretch takes most of it and something else would be too narrow to
// see, its middle is folded away, and only where nothing happens on any lane. Pure.

import type { Picture } from './model';

export interface Axis {
  /** Seconds that the axis is long, the fold counted as what it takes. */
  len: number;
  at: (seconds: number) => number;
  /** The second that lies at a place of the axis; in the fold, where it begins. */
  back: (place: number) => number;
  fold: { s: number; e: number; width: number } | null;
}

/** A stretch must take this share before it is folded. */
const DOMINANT = 0.6;
/** Something must be narrower than this, in pixels. */
const NARROW_PX = 24;
/** What the fold itself takes of the axis. */
const CREASE = 0.062;
/** What is not folded keeps at least this share of the axis. */
const OTHERS = 0.75;
/** An axis is never made shorter than this, in seconds. */
const AXIS_MIN_S = 60;

export function straight(len: number): Axis {
  return { len, at: (seconds) => seconds, back: (place) => place, fold: null };
}

/** The axis of a picture that is `length` seconds long and `width` pixels wide. */
export function axisOf(picture: Picture, length: number, width: number, mayFold = true): Axis {
  const len = Math.max(1, length);
  const longest = mayFold && width > 0 ? dominantOf(picture, len) : null;
  if (!longest) return straight(len);
  const others = picture.lanes.flatMap((lane) => lane.bars)
    .map((bar) => (bar.e ?? len) - bar.s)
    .filter((seconds) => seconds >= 0.5);
  const smallest = Math.min(...others);
  if ((smallest / len) * width >= NARROW_PX) return straight(len);
  const rest = len - (longest.e - longest.s);
  const wanted = Math.max((smallest * width) / NARROW_PX, rest / OTHERS, AXIS_MIN_S);
  const quiet = quietest(picture, longest, len);
  const crease = wanted * CREASE;
  const gone = Math.min(len - wanted + crease, quiet.e - quiet.s - wanted * 0.1);
  if (gone < len * 0.2 || gone <= crease) return straight(len);
  const middle = (quiet.s + quiet.e) / 2;
  return folded(len, middle - gone / 2, middle + gone / 2, crease);
}

function folded(len: number, s: number, e: number, width: number): Axis {
  const removed = e - s - width;
  const at = (seconds: number) => {
    if (seconds <= s) return seconds;
    return seconds >= e ? seconds - removed : s + ((seconds - s) / (e - s)) * width;
  };
  const back = (place: number) => (place <= s ? place : place >= s + width ? place + removed : s);
  return { len: len - removed, at, back, fold: { s, e, width } };
}

function dominantOf(picture: Picture, len: number): { s: number; e: number } | null {
  const bars = (picture.lanes[0]?.bars ?? []).map((bar) => ({ s: bar.s, e: bar.e ?? len }));
  const longest = bars.sort((one, other) => other.e - other.s - (one.e - one.s))[0];
  return longest && longest.e - longest.s > len * DOMINANT ? longest : null;
}

/** The longest part of a stretch in which nothing begins or ends on any lane. */
function quietest(picture: Picture, within: { s: number; e: number }, len: number): { s: number; e: number } {
  const edges = picture.lanes.flatMap((lane) => lane.bars.flatMap((bar) => [bar.s, bar.e ?? len]));
  const inside = edges.filter((at) => at > within.s && at < within.e);
  const cuts = [within.s, ...inside, within.e].sort((one, other) => one - other);
  let best = { s: within.s, e: within.s };
  for (let i = 0; i + 1 < cuts.length; i += 1) if (cuts[i + 1]! - cuts[i]! > best.e - best.s) best = { s: cuts[i]!, e: cuts[i + 1]! };
  return best;
}

// None is under a second, which is the least that a mark is written in.
const STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800];

/** The seconds that have a mark, about every 88 pixels; `minor` ones go first where it is narrow. */
export function ticksOf(axis: Axis, length: number, width: number): { t: number; minor: boolean }[] {
  const step = STEPS.find((one) => (one / axis.len) * width >= 64) ?? STEPS.at(-1)!;
  const ticks: { t: number; minor: boolean }[] = [];
  for (let i = 0; i * step <= length; i += 1) {
    const t = i * step;
    // Jumps over the fold at once, however long it is.
    if (axis.fold && t > axis.fold.s && t < axis.fold.e) {
      i = Math.max(i, Math.ceil(axis.fold.e / step) - 1);
      continue;
    }
    ticks.push({ t, minor: i % 2 === 1 });
  }
  return ticks;
}
