import { expect, test } from 'vitest';
import { axisOf } from './axis';

test('the hours of a day are written as every other clock is', () => {
  const [earliest, now] = ['2026-01-05T08:40:00Z', '2026-01-05T14:03:00Z'].map(Date.parse);
  const { ticks } = axisOf(earliest!, now!, 'UTC', () => '');
  expect(ticks.map(({ label }) => label).slice(0, 3)).toEqual(['08:00', '09:00', '10:00']);
});
