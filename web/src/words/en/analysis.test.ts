import { expect, test } from 'vitest';
import { analysis } from './analysis';

test('who gave up is told apart by where: the abandoned ones of the figures, and those who hung up while phones rang', () => {
  const { gaveUp } = analysis.waits;
  expect(gaveUp(79, 70)).toBe('79 gave up: 70 in a queue (abandoned), 9 while phones rang');
  expect(gaveUp(70, 70)).toBe('70 gave up');
  expect(gaveUp(9, 0)).toBe('9 gave up: 9 while phones rang');
});
