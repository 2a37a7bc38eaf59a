import { describe, expect, it } from 'vitest';
import { call, conversation, leg, after } from '../record/sample';
import { axisOf, ticksOf } from './fold';
import { pictureOf } from './model';
import { all, told } from './told';

function lanes(name: string): string[] {
  return pictureOf(told(name)).lanes.map((lane) => {
    const bars = lane.bars.filter((bar) => (bar.e ?? 99) - bar.s >= 0.2);
    const drawn = bars.map((bar) => `${bar.kind} ${Math.round(bar.s)}-${bar.e === null ? '' : Math.round(bar.e)}`).join(' ');
    const notes = lane.notes.map((note) => note.what).join(' ');
    return `${lane.mailbox ?? lane.party.name ?? lane.party.number ?? 'withheld'}: ${drawn}${notes && ` (${notes})`}`;
  });
}
function ties(name: string): string[] {
  return pictureOf(told(name)).ties.map((tie) => `${tie.kind} ${tie.a}-${tie.b}${tie.double ? ' double' : ''}`);
}
const brackets = (name: string) => pictureOf(told(name)).calls.map(({ label, row }) => `${label}/${row}`);

describe('the picture of a recorded conversation', () => {
  it('draws an announced transfer as a consultation beside the hold, then a double hand-over', () => {
    expect(lanes('attended')).toEqual([
      'Jan: ring 0-1 talk 1-3 hold 3-7 talk 7-9',
      'Bob: ring 0-1 talk 1-3 hold 3-4 ring 4-5 ask 5-7 (transferred)',
      'Carol: ring 4-5 ask 5-7 talk 7-9 (hung_up)',
    ]);
    expect(ties('attended')).toEqual(['join 0-1', 'asks 1-2', 'over 1-2 double']);
    expect(brackets('attended')).toEqual(['1/0', '2/0', '1a/1']);
  });

  it('points upwards where a call goes back to an earlier party', () => {
    expect(ties('and_back')).toEqual(['join 0-1', 'over 1-2', 'over 2-1']);
  });

  it('gives a mailbox a lane of its own, which the phone system sends the call on to', () => {
    expect(lanes('voicemail')).toEqual(['Jan: ring 0-3 msg 3-8 (hung_up)', 'Bob: ring 0-3 (no_answer)', '1002: msg 3-8']);
    expect(ties('voicemail')).toEqual(['divert 1-2']);
  });

  it('draws who only listens as not heard', () => {
    expect(lanes('listened')[2]).toBe('Carol: ask 2-4');
  });

  it('draws a pickup and a forwarding without a ring on the giver', () => {
    expect(ties('picked_up')).toEqual(['join 0-2', 'divert 1-2']);
    expect(ties('forwarded')).toEqual(['join 0-2', 'divert 1-2']);
    expect(lanes('picked_up')[1]).toContain('picked_up');
  });

  it('has three who talk on three lanes, each heard by the first', () => {
    const picture = pictureOf(told('three_talk'));
    expect(picture.bands.filter((band) => !band.isAsk).map(({ a, b }) => `${a}-${b}`)).toEqual(['0-1', '0-1', '0-2']);
  });

  it('says from when on nothing is known', () => {
    expect(pictureOf(told('lost')).unknownFrom).toBeGreaterThan(0);
    expect(pictureOf(told('attended')).unknownFrom).toBeNull();
  });

  it('keeps every bar, tie and band on a lane and within its time, in all', () => {
    for (const { record, told: from } of all) {
      const { lanes: drawn, ties: tied, bands, length } = pictureOf(record);
      expect(drawn.length, from).toBeGreaterThan(0);
      for (const { a, b } of [...tied, ...bands]) {
        expect(a >= 0 && b >= 0 && a < drawn.length && b < drawn.length, from).toBe(true);
      }
      for (const lane of drawn) {
        lane.bars.forEach((bar, index) => {
          expect(bar.s, from).toBeGreaterThanOrEqual((lane.bars[index - 1]?.e ?? 0) - 0.001);
          expect(bar.e!, from).toBeLessThanOrEqual(length! + 0.001);
        });
      }
    }
  });
});

describe('many phones', () => {
  const rung = (count: number) => Array.from({ length: count }, (_, i) =>
    leg({ id: `leg${i}`, number: String(200 + i), ringing_at: after(0), ended_at: after(11), end: 'elsewhere' }));
  const legs = (count: number) => [
    leg({ id: 'c', role: 'caller', number: '+31205550119', ended_at: after(60), end: 'normal' }),
    leg({ id: 'a', number: '101', ringing_at: after(0), answered_at: after(11), ended_at: after(60), end: 'normal' }),
    ...rung(count),
  ];
  const record = (count: number) => conversation({
    state: 'ended', outcome: 'answered', ended_at: after(60), total_s: 60,
    calls: [call({ state: 'ended', ended_at: after(60), talk_ended_at: after(60), answered_at: after(11), legs: legs(count) })],
  });

  it('that only rang are one lane from five on, and a lane each when asked for', () => {
    expect(pictureOf(record(4)).lanes).toHaveLength(6);
    const many = pictureOf(record(200));
    expect(many.lanes.map((lane) => lane.phones)).toEqual([0, 0, 200]);
    expect(many.lanes[2]!.notes[0]).toMatchObject({ what: 'elsewhere', rang: 11 });
    expect(pictureOf(record(200), { phones: true }).lanes).toHaveLength(202);
  });
});

describe('the fold', () => {
  const long = (seconds: number) => conversation({
    state: 'ended', outcome: 'answered', ended_at: after(seconds), total_s: seconds,
    calls: [call({
      state: 'ended', ended_at: after(seconds), talk_ended_at: after(seconds), answered_at: after(6),
      legs: [
        leg({ id: 'c', role: 'caller', number: '+31205550119', ended_at: after(seconds) }),
        leg({ id: 'a', ringing_at: after(0), answered_at: after(6), ended_at: after(seconds) }),
      ],
    })],
  });

  it('takes the middle out of a long talk, so that the ringing before it is seen', () => {
    const axis = axisOf(pictureOf(long(3000)), 3000, 1000);
    expect(axis.fold).not.toBeNull();
    expect((6 / axis.len) * 1000).toBeGreaterThanOrEqual(23);
    expect(axis.at(3000)).toBeCloseTo(axis.len);
    expect(axis.back(axis.at(2990))).toBeCloseTo(2990);
  });

  it('leaves what is seen well as it is, and all of it when asked for', () => {
    expect(axisOf(pictureOf(long(100)), 100, 1000).fold).toBeNull();
    expect(axisOf(pictureOf(long(3000)), 3000, 1000, false).fold).toBeNull();
  });

  it('has marks on both sides of the fold, and none in it', () => {
    const axis = axisOf(pictureOf(long(3000)), 3000, 1000);
    const ticks = ticksOf(axis, 3000, 1000);
    expect(ticks.length).toBeGreaterThan(4);
    expect(ticks.every(({ t }) => t <= axis.fold!.s || t >= axis.fold!.e)).toBe(true);
    expect(ticks.at(-1)!.t).toBeGreaterThan(axis.fold!.e);
  });
});
