import { describe, expect, it } from 'vitest';
import { hoursOf, sumsOf, usualOf, weeksBefore, type Figure } from './figures';

const ZONE = 'Europe/Amsterdam';
const NONE = { count: 0, mean_s: null, p50_s: null, p90_s: null, p95_s: null, p99_s: null };
const lengths = (count: number, mean_s: number) => ({ ...NONE, count, mean_s });

function figure(at: string, outcomes: Record<string, number>, said: Partial<Figure> = {}): Figure {
  return {
    at, day: null, key: null, direction: null, calls: 0, outcomes, answered_within: 0, abandoned_within: 0, service_level: null,
    waits: NONE, talks: NONE, gave_up: NONE, ...said,
  };
}

describe('the figures of today', () => {
  it('count missed as rule N7 does, those abandoned among them, and never what the house refused', () => {
    const sums = sumsOf([figure('2026-01-05T08:00:00Z', { answered: 6, no_answer: 1, abandoned: 1, blocked: 5, ivr: 3 })]);
    expect(sums).toMatchObject({ answered: 6, missed: 2, abandoned: 1, rate: 0.75 });
  });

  it('weigh averages by how many they are of', () => {
    const sums = sumsOf([
      figure('2026-01-05T08:00:00Z', {}, { waits: lengths(1, 40), talks: lengths(3, 100) }),
      figure('2026-01-05T09:00:00Z', {}, { waits: lengths(3, 20) }),
    ]);
    expect(sums.wait).toBe(25);
    expect(sums.talk).toBe(100);
  });

  it('have no rate and no averages where nobody called', () => {
    expect(sumsOf([])).toMatchObject({ rate: null, wait: null, talk: null });
  });

  it('stand under the hours of the account, office hours at least, with the hour that is as a part', () => {
    const now = Date.parse('2026-01-05T13:03:00Z');
    const hours = hoursOf([figure('2026-01-05T05:00:00Z', { answered: 2 }), figure('2026-01-04T12:00:00Z', { answered: 9 })], ZONE, now);
    expect(hours[0]).toEqual({ hour: 6, answered: 2, missed: 0, when: 'past' });
    expect(hours.at(-1)?.hour).toBe(18);
    expect(hours.find((hour) => hour.when === 'part')?.hour).toBe(14);
    expect(hours.reduce((sum, hour) => sum + hour.answered, 0)).toBe(2);
  });
});

describe('what is usual by now', () => {
  const now = Date.parse('2026-01-05T13:30:00Z');

  it('is asked of the same weekday of four weeks, wide enough for changed clocks', () => {
    const spans = weeksBefore('2026-01-04T23:00:00Z', now);
    expect(spans).toHaveLength(4);
    expect(spans[0]).toMatchObject({ from: '2025-12-28T22:00:00.000Z', until: '2025-12-29T15:30:00.000Z' });
  });

  it('is the mean of the days of which something is known, up to the minute', () => {
    const day = (around: string, morning: number, hour: number) => ({
      around: Date.parse(around),
      figures: [
        figure(`${around.slice(0, 10)}T09:00:00Z`, { answered: morning }),
        figure(`${around.slice(0, 10)}T13:00:00Z`, { answered: hour }),
        figure(`${around.slice(0, 10)}T14:00:00Z`, { answered: 100 }),
      ],
    });
    const days = [day('2025-12-29T13:30:00Z', 10, 4), day('2025-12-22T13:30:00Z', 20, 4), { around: now, figures: [] }];
    expect(usualOf(days, ZONE, now)?.answered).toBe(17);
  });

  it('is nothing where nothing is known', () => {
    expect(usualOf([{ around: now, figures: [] }], ZONE, now)).toBeNull();
  });
});
