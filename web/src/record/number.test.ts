import { describe, expect, it } from 'vitest';
import { written } from './number';

describe('how phone numbers are written', () => {
  it('sets the country\'s code apart and groups the rest', () => {
    expect(written('+31205550119')).toBe('+31 20 555 0119');
    expect(written('+12025550177')).toBe('+1 202 555 0177');
    expect(written('+3542345678')).toBe('+354 234 5678');
  });

  it('ends the area where the country\'s plan ends it', () => {
    const plain = [
      '+44 20 7946 0112', '+44 161 496 0123', '+44 1632 960123', '+44 7700 900123', '+31 6 1234 5678', '+31 20 555 0144',
      '+31 111 555 012', '+33 1 99 00 12 34', '+32 470 12 34 56', '+7 495 123 45 67', '+41 44 668 18 00', '+61 2 5550 1234',
    ];
    for (const number of plain) expect(written(number.replaceAll(' ', ''))).toBe(number);
  });

  it('groups evenly where it knows no plan, or the number is of another length', () => {
    expect(written('+493023125001')).toBe('+49 302 312 5001');
    expect(written('+4915123456789')).toBe('+49 151 2345 6789');
    expect(written('+3120555')).toBe('+31 20 555');
    expect(written('+442079460')).toBe('+44 207 9460');
  });

  it('leaves alone what is not in full form', () => {
    for (const number of ['101', '020-5550119', '+12', '*97', '']) expect(written(number)).toBe(number);
  });
});
