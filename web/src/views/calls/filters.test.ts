import { describe, expect, it } from 'vitest';
import { asked, both, isNarrowed, read, spanOf, write } from './filters';

const MIDNIGHT = Date.parse('2026-01-04T23:00:00Z');
const of = (text: string) => read(new URLSearchParams(text));

describe('the filters of the log', () => {
  it('are what the address says, and come back from it as they went', () => {
    const filters = of('q=lin&time=28d&direction=inbound&outcome=busy&queue=help&user=ann&source=office&due=yes');
    expect(filters).toMatchObject({ q: 'lin', time: '28d', direction: 'inbound', outcome: 'busy', queue: 'help', due: true });
    const said = Object.entries(write(filters)).filter((entry): entry is [string, string] => entry[1] !== null);
    expect(read(new URLSearchParams(said))).toEqual(filters);
  });

  it('take what is said wrongly as not said', () => {
    expect(of('time=never&direction=up&outcome=lovely&from=yesterday')).toEqual(of(''));
    expect(of('from=2026-01-05T00:00:00Z&until=2026-01-04T00:00:00Z').time).toBe('7d');
    for (const day of ['2026-02-31', '2026-02-31T08:00:00Z', '2026-13-01', '3']) expect(of(`from=${day}`), day).toEqual(of(''));
    expect([of('from=0001-01-01'), of(`user=${'u'.repeat(201)}`)]).toEqual([of(''), of('')]);
    expect(of('from=2026-02-31&until=2026-03-05T00:00:00Z')).toEqual(of(''));
    expect(of('from=2024-02-29').from).toBe(Date.parse('2024-02-29'));
  });

  it('know a span by its ends, of which one may be open', () => {
    const filters = of('from=2026-01-05T08:00:00Z');
    expect(filters).toMatchObject({ time: 'span', from: Date.parse('2026-01-05T08:00:00Z'), until: null });
    expect(spanOf(filters, MIDNIGHT)).toEqual({ from: filters.from, until: null });
  });

  it('count days from the midnight of the zone in which times are shown', () => {
    expect(spanOf(of(''), MIDNIGHT).from).toBe(Date.parse('2025-12-29T23:00:00Z'));
    expect(spanOf(of('time=yesterday'), MIDNIGHT).until).toBe(MIDNIGHT);
    expect(spanOf(of('time=all'), MIDNIGHT)).toEqual({ from: null, until: null });
  });

  it('say whether anything but the time is narrowed', () => {
    expect(isNarrowed(of('time=all'))).toBe(false);
    expect(isNarrowed(of('due=yes'))).toBe(true);
  });
});

describe('what is typed', () => {
  it('is looked for in names and in notes, numbers as numbers too', () => {
    expect(asked(of('q=mori&time=all'), MIDNIGHT)).toEqual([{ name: 'mori*' }, { text: 'mori*' }]);
    expect(asked(of('q=0205550119&time=all'), MIDNIGHT)).toEqual([{ number: '0205550119' }, { text: '0205550119*' }]);
    expect(asked(of('q=0119&time=all'), MIDNIGHT)).toEqual([{ number: '*0119' }, { text: '0119*' }]);
    for (const signs of ['-', '%F0%9F%98%80', '*', '%25', '%2B']) expect(asked(of(`q=${signs}&time=all`), MIDNIGHT), signs).toEqual([]);
  });

  it('is counted once where both questions find it', () => {
    expect(both(asked(of('q=mori&time=all'), MIDNIGHT))).toEqual({ name: 'mori*', text: 'mori*' });
    expect(both(asked(of('time=all'), MIDNIGHT))).toBeNull();
  });

  it('keeps the other filters', () => {
    const questions = asked(of('q=mori&time=all&due=yes&queue=help'), MIDNIGHT);
    for (const question of questions) expect(question).toMatchObject({ missed: true, handled: false, queue: 'help' });
  });
});
