import { describe, expect, test } from 'vitest';
import { columnsOf, curveOf, heatOf, heatValue, rateOf, shadeOf, type Figure } from './figures';

const lengths = (more: object = {}) => ({ count: 0, mean_s: null, p50_s: null, p90_s: null, p95_s: null, p99_s: null, ...more });
const figure = (more: object): Figure => ({
  at: null, day: null, key: null, direction: null, calls: 0, outcomes: {}, waits: lengths(), gave_up: lengths(), talks: lengths(),
  answered_within: 0, service_level: null, abandoned_within: 0, ...more,
});

describe('the heat of a week', () => {
  const monday = figure({ at: '2026-01-05T08:00:00Z', calls: 4, outcomes: { answered: 3 }, waits: lengths({ count: 3, mean_s: 10 }) });
  const later = figure({ at: '2026-01-12T08:00:00Z', calls: 2, outcomes: { answered: 2 }, waits: lengths({ count: 2, mean_s: 20 }) });
  const sunday = figure({ at: '2026-01-11T23:30:00Z', calls: 1 });

  test('puts the same hour of the same weekday together, by the clocks of the zone', () => {
    const heat = heatOf([monday, later], 'Europe/Amsterdam');
    expect(heat.hours).toEqual([9]);
    expect(heat.rows[0]).toEqual([{ calls: 6, answered: 5, waited: 70, waits: 5 }]);
  });

  test('knows that late on Sunday is Monday further east', () => {
    const heat = heatOf([sunday], 'Asia/Tokyo');
    expect(heat.sums.days.map((day) => day.calls)).toEqual([1, 0, 0, 0, 0, 0, 0]);
  });

  test('has the hours between the first and the last, and sums of both', () => {
    const heat = heatOf([monday, figure({ at: '2026-01-06T11:00:00Z', calls: 5 })], 'UTC');
    expect(heat.hours).toEqual([8, 9, 10, 11]);
    expect(heat.sums.hours.map((hour) => hour.calls)).toEqual([4, 0, 0, 5]);
    expect(heat.sums.all.calls).toBe(9);
  });

  test('shows calls, the rate of those answered, and the mean wait of those answered', () => {
    const cell = { calls: 4, answered: 3, waited: 30, waits: 3 };
    expect([heatValue(cell, 'calls'), heatValue(cell, 'rate'), heatValue(cell, 'wait')]).toEqual([4, 0.75, 10]);
    expect(heatValue({ calls: 0, answered: 0, waited: 0, waits: 0 }, 'rate')).toBeNull();
  });

  test('shades by fifths', () => {
    expect([0, 19, 20, 99, 100].map((value) => shadeOf(value, 0, 100))).toEqual([0, 0, 1, 4, 4]);
  });
});

describe('lengths', () => {
  const bucket = (from_s: number, until_s: number | null, count: number) => ({ from_s, until_s, count });

  test('are columns as long as their buckets are equally wide', () => {
    const buckets = [bucket(0, 10, 3), bucket(10, 20, 0), bucket(20, 30, 2), bucket(30, 60, 4), bucket(60, null, 1)];
    expect(columnsOf(lengths({ count: 10, buckets }))).toEqual({ seconds: [0, 10, 20], counts: [3, 0, 2], until: 30, longer: 5 });
    expect(columnsOf(lengths())).toEqual({ seconds: [], counts: [], until: 0, longer: 0 });
  });

  test('make a curve through every bucket, which ends where all are no longer', () => {
    const buckets = [bucket(0, 10, 0), bucket(10, 30, 6), bucket(30, 60, 4), bucket(60, 120, 0), bucket(120, null, 0)];
    const told = lengths({ count: 10, p50_s: 20, p90_s: 45, p95_s: 60, p99_s: 60, buckets });
    expect(curveOf(told)).toEqual({ seconds: [0, 20, 30, 45, 60], share: [0, 50, 60, 90, 100] });
  });

  test('make a curve that begins at nothing and never goes back', () => {
    const told = lengths({ count: 9, mean_s: 8, p50_s: 5, p90_s: 20, p95_s: 20, p99_s: 60 });
    expect(curveOf(told)).toEqual({ seconds: [0, 5, 20, 60], share: [0, 50, 95, 99] });
  });

  test('that nobody had make none', () => {
    expect(curveOf(lengths())).toEqual({ seconds: [0], share: [0] });
  });
});

test('of no calls there is no rate', () => {
  expect(rateOf(figure({ calls: 0 }))).toBeNull();
  expect(rateOf(figure({ calls: 4, outcomes: { answered: 3 } }))).toBe(0.75);
});
