import { describe, expect, it } from 'vitest';
import { written } from './number';

describe('how phone numbers are written', () => {
  it('sets the country\'s code apart and groups the rest', () => {
    expect(written('+31205550119')).toBe('+31 20 555 0119');
    expect(written('+12025550177')).toBe('+1 202 555 0177');
    expect(written('+442079460106')).toBe('+44 207 946 0106');
    expect(written('+3542345678')).toBe('+354 234 5678');
  });

  it('leaves alone what is not in full form', () => {
    for (const number of ['101', '020-5550119', '+12', '*97', '']) expect(written(number)).toBe(number);
  });
});
