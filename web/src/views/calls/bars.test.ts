import { describe, expect, it } from 'vitest';
import type { Schema } from '../../api/client';
import { barsCounted, barsOf, chosen, countsAsked, daysOf, figuresAsked, labelsOf, type Count } from './bars';
import { asked, read } from './filters';

const ZONE = 'Europe/Amsterdam';
const span = { from: Date.parse('2025-12-29T23:00:00Z'), until: Date.parse('2026-01-05T23:00:00Z') };
const of = (text: string) => read(new URLSearchParams(text));
const figure = (said: Partial<Schema<'FigureOf'>>) => said as Schema<'FigureOf'>;

describe('the bars over the log', () => {
  it('are asked of the figures only by what they count by, and for whom', () => {
    expect(figuresAsked(of('queue=help&direction=inbound'), span, true)).toMatchObject({ of: 'queue', key: 'help', by: 'hour' });
    expect(figuresAsked(of('q=lin'), span, true)).toBeNull();
    expect(figuresAsked(of('queue=help&user=ann'), span, true)).toBeNull();
    expect(figuresAsked(of(''), span, false)).toBeNull();
    for (const said of ['source=office', 'queue=help']) {
      expect([figuresAsked(of(said), span, false), figuresAsked(of(said), span, true)?.of]).toEqual([null, said.split('=')[0]]);
    }
    expect(figuresAsked(of('user=ann'), span, true)).toBeNull();
  });

  it('are days where the time is long', () => {
    expect(figuresAsked(of(''), { from: span.from - 60 * 86_400_000, until: span.until }, true)?.by).toBe('day');
  });

  it('part answered from all others, or show only the outcome that is looked for', () => {
    const figures = [figure({ at: '2026-01-05T09:00:00Z', outcomes: { answered: 5, busy: 1, abandoned: 2 } })];
    expect(barsOf(figures, '', true, ZONE)[0]).toMatchObject({ answered: 5, rest: 3 });
    expect(barsOf(figures, 'busy', true, ZONE)[0]).toMatchObject({ answered: 0, rest: 1 });
    expect(barsOf(figures, 'failed', true, ZONE)).toEqual([]);
  });

  it('are counted where the figures do not know: what two questions find is counted once', () => {
    const queries = countsAsked(asked(of('q=lin&time=all'), 0), span);
    expect(queries.map(({ name, text, by }) => [name, text, by])).toEqual([
      ['lin*', undefined, 'hour'], [undefined, 'lin*', 'hour'], ['lin*', 'lin*', 'hour'],
    ]);
    expect(queries[0]).toMatchObject({ from: '2025-12-29T23:00:00.000Z', until: '2026-01-05T23:00:00.000Z' });
    const count = (all: number, missed: number, reached?: string): Count => ({
      count: all, exact: !reached, ...(reached && { reached }),
      by: [{ at: '2026-01-05T09:00:00Z', day: null, count: all, answered: 0, missed }],
    });
    const counted = barsCounted([count(5, 2), count(2, 1), count(1, 1)], true, ZONE);
    expect(counted).toEqual({ bars: [{ from: Date.parse('2026-01-05T09:00:00Z'), until: Date.parse('2026-01-05T10:00:00Z'), answered: 4, rest: 2 }], since: 0 });
    const late = barsCounted([count(5, 2, '2026-01-05T12:30:00Z')], true, ZONE);
    expect(late).toEqual({ bars: [], since: Date.parse('2026-01-05T12:30:00Z') });
  });

  it('stand over the days of the zone', () => {
    const days = daysOf(span, ZONE);
    expect(days.map(({ day }) => day)).toEqual([
      '2025-12-30', '2025-12-31', '2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05',
    ]);
    expect(days[0]?.at).toBe(0);
  });

  it('have labels under them that never run into each other, however narrow the page is', () => {
    const week = daysOf(span, ZONE);
    expect(labelsOf(week, 1200)).toEqual({ style: 'weekday', days: week });
    expect(labelsOf(week, 328)).toEqual({ style: 'name', days: week });
    expect(labelsOf(week, 150)).toMatchObject({ style: 'short', days: [{ day: '2025-12-30' }, { day: '2026-01-02' }, { day: '2026-01-05' }] });
    const month = daysOf({ from: span.until - 28 * 86_400_000, until: span.until }, ZONE);
    const { style, days } = labelsOf(month, 328);
    expect(style).toBe('short');
    days.forEach(({ at }, index) => expect(at - (days[index - 1]?.at ?? -1)).toBeGreaterThan(50 / 328));
    expect(labelsOf(daysOf({ from: span.from, until: span.from + 3_600_000 }, ZONE), 328).days).toHaveLength(1);
  });

  it('are chosen whole, in whichever direction one draws', () => {
    const hour = 1 / (7 * 24);
    const drawn = chosen(span, hour * 9.7, hour * 8.2, ZONE);
    expect(drawn).toEqual({ from: span.from + 8 * 3_600_000, until: span.from + 10 * 3_600_000 });
  });
});
