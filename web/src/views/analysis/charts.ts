// What the three drawings look like: a line by days, columns by steps, a curve. All by uPlot; no colour is named here.

import uPlot from 'uplot';
import { clock } from '../../time/durations';
import type { Colours } from './colours.svelte';

type Options = Omit<uPlot.Options, 'width' | 'height'>;

function axis(colours: Colours, more: uPlot.Axis = {}): uPlot.Axis {
  return {
    stroke: colours['ink-3'],
    font: colours.font,
    grid: { stroke: colours.rule, width: 1 },
    ticks: { show: false },
    border: { show: false },
    ...more,
  };
}

const quiet = { legend: { show: false }, cursor: { show: false }, padding: [12, 8, 0, 16] as [number, number, number, number] };

const DAY_S = 86_400;
export interface Days {
  /** The least rate that has room, in percent. */
  least: number;
  /** In seconds, where each day stands. */
  days: readonly number[];
  label: (seconds: number) => string;
  /** Whether they are so few that each is drawn as a point too: a line needs two. */
  hasPoints: boolean;
}

/** Rates by day, of now and of before, with the target. The first and the last place are the margins of the drawing, with none. */
export function byDay(colours: Colours, { least, days, label, hasPoints }: Days): Options {
  const points = (fill: string) => ({ show: hasPoints, size: 7, fill, stroke: colours.paper });
  return {
    ...quiet,
    scales: { x: { time: false, range: (_plot, low, high) => [low, high] }, y: { range: [least, 100] } },
    axes: [
      axis(colours, {
        grid: { show: false },
        size: 28,
        space: 72,
        incrs: [1, 2, 7, 14, 28, 56, 112].map((every) => every * DAY_S),
        splits: (_plot, _axis, _low, _high, every) => days.filter((_, place) => place % Math.round(every / DAY_S) === 0),
        values: (_plot, ticks) => ticks.map(label),
      }),
      axis(colours, { side: 1, size: 48, values: (_plot, rates) => rates.map((rate) => `${rate} %`), space: 40 }),
    ],
    series: [
      {},
      { stroke: colours['rule-2'], width: 1.5, spanGaps: true, points: points(colours['rule-2']) },
      { stroke: colours.talk, width: 2, spanGaps: true, points: points(colours.talk) },
      { stroke: colours['ink-2'], width: 1, dash: [4, 4], points: { show: false } },
    ],
  };
}

/** Counts between steps of so many seconds, from 0 on. */
export function columns(colours: Colours, fill: 'talk-list' | 'lost', step: number, hasAxes: boolean): Options {
  const bars = uPlot.paths.bars?.({ size: [1, Infinity], align: 1, gap: 2 });
  return {
    ...quiet,
    scales: { x: { time: false, range: (_plot, _low, high) => [0, high + step] }, y: { range: (_plot, _low, high) => [0, Math.max(1, high)] } },
    axes: [
      axis(colours, { show: hasAxes, grid: { show: false }, size: 28, space: 56, values: (_plot, ticks) => ticks.map((tick) => clock(tick)) }),
      axis(colours, { show: hasAxes, side: 1, size: 48, space: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] }),
    ],
    series: [{}, { fill: colours[fill], width: 0, paths: bars, points: { show: false } }],
  };
}

/** How many in 100 were no longer than so many seconds. */
export function curve(colours: Colours): Options {
  return {
    ...quiet,
    scales: { x: { time: false }, y: { range: [0, 100] } },
    axes: [
      axis(colours, { grid: { show: false }, size: 28, space: 64, incrs: [15, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600], values: (_plot, ticks) => ticks.map((tick) => clock(tick)) }),
      axis(colours, { side: 1, size: 48, values: (_plot, shares) => shares.map((share) => `${share}`), splits: () => [0, 50, 90, 99] }),
    ],
    series: [
      {},
      { stroke: colours.talk, width: 2, fill: undefined, points: { show: true, size: 7, fill: colours.talk, stroke: colours.paper } },
    ],
  };
}
