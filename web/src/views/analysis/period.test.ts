import { describe, expect, test } from 'vitest';
import { addDays, beginOf, between, usual } from './period';

describe('a day by the clocks of a zone', () => {
  test('begins at its midnight, in winter and in summer', () => {
    expect(beginOf('2026-01-05', 'Europe/Amsterdam').toISOString()).toBe('2026-01-04T23:00:00.000Z');
    expect(beginOf('2026-07-05', 'Europe/Amsterdam').toISOString()).toBe('2026-07-04T22:00:00.000Z');
  });

  test('begins far away from London too', () => {
    expect(beginOf('2026-01-05', 'Pacific/Kiritimati').toISOString()).toBe('2026-01-04T10:00:00.000Z');
    expect(beginOf('2026-01-05', 'Pacific/Pago_Pago').toISOString()).toBe('2026-01-05T11:00:00.000Z');
  });

  test('that clocks shorten is followed by a day that begins at midnight', () => {
    expect(beginOf('2026-03-30', 'Europe/Amsterdam').toISOString()).toBe('2026-03-29T22:00:00.000Z');
  });
});

describe('a period', () => {
  test('of 7 days ends where today begins, and has the 7 days before it beside it', () => {
    const period = usual('7d', Date.parse('2026-01-12T14:03:00Z'), 'UTC');
    expect(period.from.toISOString()).toBe('2026-01-05T00:00:00.000Z');
    expect(period.until.toISOString()).toBe('2026-01-12T00:00:00.000Z');
    expect(period.before.from.toISOString()).toBe('2025-12-29T00:00:00.000Z');
    expect(period.before.until).toEqual(period.from);
  });

  test('holds its first and its last day', () => {
    expect(between('2026-01-05', '2026-01-05', 'UTC').until.toISOString()).toBe('2026-01-06T00:00:00.000Z');
    expect(between('2026-01-05', '2026-01-11', 'UTC').days).toBe(7);
  });

  test('that ends before it begins is one day', () => {
    expect(between('2026-01-05', '2026-01-01', 'UTC').days).toBe(1);
  });

  test('goes over the end of months', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  });
});
