import { describe, expect, test } from 'vitest';
import { clock, clocks, secondsBetween } from './durations';

describe('a length of time', () => {
  test('is written as on a clock, in seconds that have passed', () => {
    const written = ['0:00', '0:12', '0:59', '1:00', '6:42', '59:59', '1:02:10'];
    expect([0, 12, 59.9, 60, 402, 3_599.99, 3_730].map(clock)).toEqual(written);
  });

  test('made of parts is written so that they add up', () => {
    expect(clocks([9.6, 6.5])).toEqual(['0:09', '0:07']);
    expect(clocks([0.4, 0.4, 0.4])).toEqual(['0:00', '0:00', '0:01']);
  });

  test('that is not known is a dash', () => {
    expect([null, undefined, Number.NaN].map(clock)).toEqual(['–', '–', '–']);
  });

  test('is never below nothing, whatever clocks say', () => {
    expect(clock(-3)).toBe('0:00');
    expect(secondsBetween('2026-01-05T13:00:10Z', '2026-01-05T13:00:00Z')).toBe(0);
  });

  test('lies between two moments, or between one and now', () => {
    expect(secondsBetween('2026-01-05T13:00:00Z', '2026-01-05T13:01:30.500Z')).toBe(90.5);
    expect(secondsBetween('2026-01-05T13:00:00Z', Date.UTC(2026, 0, 5, 13, 0, 7))).toBe(7);
    expect(secondsBetween(null, '2026-01-05T13:00:00Z')).toBeNull();
  });
});
