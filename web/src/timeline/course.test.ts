import { describe, expect, it } from 'vitest';
import { courseOf } from './course';
import { stripAxis } from './strip-scale';
import { all, told } from './told';

/** "ring 0-1, talk 1-3": a course as one reads it, in whole seconds, leaving out what is shorter than a quarter. */
function written(name: string): string {
  const bars = courseOf(told(name)).bars.filter((bar) => (bar.e ?? Infinity) - bar.s >= 0.25);
  return bars.map((bar) => `${bar.kind} ${Math.round(bar.s)}-${bar.e === null ? '' : Math.round(bar.e)}`).join(', ');
}

describe('the course of a recorded conversation, from the outside party', () => {
  it.each([
    ['attended', 'ring 0-1, talk 1-3, hold 3-7, talk 7-9'],
    ['queued_and_transferred', 'queue 0-1, talk 1-3, ring 3-4, talk 4-6'],
    ['consulted_and_back', 'ring 0-1, talk 1-3, hold 3-6, talk 6-8'],
    ['parked', 'ring 0-1, talk 1-3, park 3-4, talk 4-6'],
    ['queue_to_voicemail', 'queue 0-6, msg 6-13'],
    ['menus', 'menu 0-2, queue 2-4, talk 4-6'],
    ['abandoned', 'queue 0-5'],
    ['and_back', 'ring 0-1, talk 1-2, ring 2-3, talk 3-4, ring 4-5, talk 5-7'],
    ['held_by_outside', 'ring 0-1, talk 1-2, hold 2-4, talk 4-5'],
    ['blonde', 'ring 0-1, talk 1-3, hold 3-5, ring 5-6, talk 6-8'],
    ['late', 'none 0-3, talk 3-4'],
    ['listened', 'ring 0-1, talk 1-5'],
    ['conference', 'talk 0-3'],
  ])('%s is drawn as %s', (name, drawn) => {
    expect(written(name)).toBe(drawn);
  });

  it('has no hole and no overlap in any, and ends with the conversation', () => {
    expect(all.length).toBeGreaterThan(20);
    for (const { record, told: from } of all) {
      const { bars, length } = courseOf(record);
      expect(bars.length, from).toBeGreaterThan(0);
      bars.forEach((bar, index) => expect(bar.s, from).toBeCloseTo(bars[index - 1]?.e ?? 0, 1));
      expect(bars.at(-1)!.e!, from).toBeLessThanOrEqual(length! + 0.001);
    }
  });

  it('says by a cross that nobody took it, and by a notch that it was handed over', () => {
    expect(courseOf(told('no_answer')).lost).toBeGreaterThan(0);
    expect(courseOf(told('attended'))).toMatchObject({ lost: null, notches: [expect.closeTo(6.5, 1)] });
  });

  it('goes on at its end while it is on the line', () => {
    const record = told('attended');
    const [first] = record.calls;
    if (!first || !('legs' in first)) throw new Error('a call is told');
    Object.assign(first, { state: 'talking', ended_at: null, talk_ended_at: null });
    for (const leg of first.legs) Object.assign(leg, { ended_at: null, end: null });
    const live = { ...record, state: 'talking' as const, ended_at: null, outcome: null, transfers: [], holds: [], calls: [first] };
    const course = courseOf(live);
    expect(course.length).toBeNull();
    expect(course.bars.at(-1)).toMatchObject({ kind: 'talk', e: null });
  });
});

describe('the scale of a strip', () => {
  const course = courseOf(told('attended'));

  it('is the root of the length in the log, true inside, and full from ten minutes on', () => {
    expect(stripAxis(course, 'log', 150, false).width).toBeCloseTo(50, 0);
    expect(stripAxis(course, 'log', 1200, false)).toMatchObject({ width: 100, len: 1200, fold: expect.any(Number) });
  });

  it('is linear to ten minutes on the line, and keeps the last minutes beyond that', () => {
    const live = { ...course, length: null };
    expect(stripAxis(live, 'live', 90, false)).toMatchObject({ len: 600, fold: null });
    const long = stripAxis(live, 'live', 3600, false);
    expect([long.at(60), long.at(3600), long.at(3540)]).toEqual([60, 600, 540]);
  });

  it('leaves room for dashes while the feed is lost', () => {
    expect(stripAxis({ ...course, length: null }, 'live', 90, true).tail).toBeGreaterThan(0);
    expect(stripAxis(course, 'live', 90, true).tail).toBe(0);
  });
});
