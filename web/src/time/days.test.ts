import { describe, expect, it } from 'vitest';
import { beginOf, dayAfter, dayAt, midnightAt } from './days';

const ZONE = 'Europe/Amsterdam';

describe('days by the calendar of a zone', () => {
  it('begin at the zone\'s midnight, in winter and in summer', () => {
    expect(new Date(beginOf(ZONE, '2026-01-05')).toISOString()).toBe('2026-01-04T23:00:00.000Z');
    expect(new Date(beginOf(ZONE, '2026-07-05')).toISOString()).toBe('2026-07-04T22:00:00.000Z');
    expect(new Date(beginOf('America/New_York', '2026-01-05')).toISOString()).toBe('2026-01-05T05:00:00.000Z');
  });

  it('last 23 or 25 hours when clocks are changed', () => {
    const hours = (day: string) => (beginOf(ZONE, dayAfter(day, 1)) - beginOf(ZONE, day)) / 3_600_000;
    expect(hours('2026-03-29')).toBe(23);
    expect(hours('2026-10-25')).toBe(25);
    expect(hours('2026-05-01')).toBe(24);
  });

  it('hold the moments between two midnights', () => {
    const at = Date.parse('2026-01-04T23:30:00Z');
    expect(dayAt(ZONE, at)).toBe('2026-01-05');
    expect(dayAt('UTC', at)).toBe('2026-01-04');
    expect(midnightAt(ZONE, at)).toBe(beginOf(ZONE, '2026-01-05'));
  });
});
