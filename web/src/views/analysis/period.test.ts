import { describe, expect, test } from 'vitest';
import { addDays, beginOf, between, daysOf, usual } from './period';

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
  const NOW = Date.parse('2026-01-12T14:03:00Z');

  test('of 7 days holds today, and is compared with as long a time, to the same hour of the same weekday', () => {
    const period = usual('7d', NOW, 'UTC');
    expect(period.from.toISOString()).toBe('2026-01-06T00:00:00.000Z');
    expect(period.until.toISOString()).toBe('2026-01-13T00:00:00.000Z');
    expect(period.before.from.toISOString()).toBe('2025-12-30T00:00:00.000Z');
    expect(period.before.until.toISOString()).toBe('2026-01-05T14:03:00.000Z');
  });

  test('of today is compared with yesterday until the same time', () => {
    const { from, before } = usual('today', NOW, 'Europe/Amsterdam');
    expect(from.toISOString()).toBe('2026-01-11T23:00:00.000Z');
    expect([before.from, before.until].map((at) => at.toISOString())).toEqual(['2026-01-10T23:00:00.000Z', '2026-01-11T14:03:00.000Z']);
  });

  test('of a day without an hour is compared with no more than the day before it', () => {
    const late = usual('today', Date.parse('2026-10-25T22:59:00Z'), 'Europe/Amsterdam');
    expect(late.before.until).toEqual(late.from);
  });

  test('that is over is compared with the whole of the days before it', () => {
    const period = between('2026-01-05', '2026-01-11', NOW, 'UTC');
    expect(period.before.from.toISOString()).toBe('2025-12-29T00:00:00.000Z');
    expect(period.before.until).toEqual(period.from);
  });

  test('holds its first and its last day', () => {
    expect(between('2026-01-05', '2026-01-05', NOW, 'UTC').until.toISOString()).toBe('2026-01-06T00:00:00.000Z');
    expect(between('2026-01-05', '2026-01-11', NOW, 'UTC').days).toBe(7);
  });

  test('that ends before it begins is one day', () => {
    expect(between('2026-01-05', '2026-01-01', NOW, 'UTC').days).toBe(1);
  });

  test('goes over the end of months', () => {
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
  });

  test('is said with its years where they differ, or are not this one', () => {
    const said = (first: string, last: string) => daysOf(between(first, last, NOW, 'UTC'), NOW, 'UTC');
    expect(said('2026-01-05', '2026-01-11')).toEqual(['Mon 5 Jan', 'Sun 11 Jan']);
    expect(said('2025-12-30', '2026-01-12')).toEqual(['Tue 30 Dec 2025', 'Mon 12 Jan 2026']);
    expect(said('2025-03-03', '2025-03-04')).toEqual(['Mon 3 Mar 2025', 'Tue 4 Mar 2025']);
  });
});
