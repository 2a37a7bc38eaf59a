import { expect, test } from 'vitest';
import { ago, lasting } from './ago';

const NOW = Date.parse('2026-01-05T14:00:00Z');
const before = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();

test('what was is so long ago, and what lasts does for so long', () => {
  expect([ago(null, NOW), ago(before(1), NOW), ago(before(14), NOW)]).toEqual(['never', 'just now', '14 s ago']);
  expect([ago(before(194), NOW), ago(before(1_200), NOW)]).toEqual(['3 min 14 s ago', '20 min ago']);
  expect([lasting(before(14), NOW), lasting(before(7_300), NOW)]).toEqual(['for 14 s', 'for 2 h']);
});

test('what lasts for longer than some hours is said by since when', () => {
  expect(lasting(before(40 * 86_400), NOW)).toMatch(/^since 26 Nov \d\d:\d\d$/);
});
