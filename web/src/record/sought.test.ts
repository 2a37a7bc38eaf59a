import { describe, expect, it } from 'vitest';
import { isNumber, number, words } from './sought';

describe('what is typed', () => {
  it('is a number however it is spelled, and else words', () => {
    for (const text of ['+31 20 555 0119', '020-5550119', '(020) 555.0119', '101', '0169', '*97']) expect(isNumber(text), text).toBe(true);
    for (const text of ['lin', 'order 22', '5', '+', '2nd floor']) expect(isNumber(text), text).toBe(false);
  });

  it('is the end of a number where it may be', () => {
    expect(['0119', '555 01-19', '20 555 0119'].map(number)).toEqual(['*0119', '*5550119', '*205550119']);
    for (const whole of ['101', '020 555 0119', '+31205550119', '*97', '22#']) expect(number(whole)).toBe(whole);
  });

  it('is found by the beginnings of its words, eight at the most', () => {
    expect(words('an mor')).toBe('an* mor*');
    expect(words('lin* - invoice')).toBe('lin* invoice*');
    expect(words('a b c d e f g h i').split(' ')).toHaveLength(8);
  });
});
