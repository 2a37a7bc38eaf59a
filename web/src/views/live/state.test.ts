import { describe, expect, it } from 'vitest';
import { after, conversation } from '../../record/sample';
import { COMPACT_ABOVE, countsOf, densityOf, GONE_MS, GROUPED_ABOVE, HELD_MS_MAX, itemsOf, LiveCalls, shown } from './state';
import { paced } from './pace';
import type { Conversation } from '../../api/client';

const live = (id: string, said: Partial<Conversation> = {}) => conversation({ id, ...said });
const ended = (id: string, version: number, said: Partial<Conversation> = {}) =>
  conversation({ id, version, state: 'ended', outcome: 'answered', ended_at: after(60), ...said });
const ids = (calls: LiveCalls) => calls.rows.map((row) => row.id);

describe('the conversations on the line', () => {
  it('stand in the order in which they began, and never change their place', () => {
    const calls = new LiveCalls();
    calls.take([live('b', { started_at: after(2) }), live('a', { started_at: after(1) }), live('c', { started_at: after(3) })], 0);
    expect(ids(calls)).toEqual(['a', 'b', 'c']);
    calls.take([live('a', { started_at: after(1), version: 2, state: 'talking' })], 0);
    expect(ids(calls)).toEqual(['a', 'b', 'c']);
  });

  it('count by the highest version, in whatever order records come', () => {
    const calls = new LiveCalls();
    calls.take([live('a', { version: 3, state: 'talking' })], 0);
    expect(calls.take([live('a', { version: 2, state: 'ringing' })], 0)).toBe(false);
    expect(calls.rows[0]?.record.state).toBe('talking');
  });

  it('keep an ended row for ten seconds, then list it as just ended only', () => {
    const calls = new LiveCalls();
    calls.take([live('a')], 0);
    calls.take([ended('a', 2)], 1_000);
    expect(calls.rows[0]?.goneAt).toBe(1_000);
    expect(calls.sweep(1_000 + GONE_MS - 1)).toBe(false);
    expect(calls.sweep(1_000 + GONE_MS)).toBe(true);
    expect(ids(calls)).toEqual([]);
    expect(calls.ended.map((record) => record.id)).toEqual(['a']);
  });

  it('close up no row above pointer or focus, but for ever neither', () => {
    const calls = new LiveCalls();
    calls.take([live('a', { started_at: after(1) }), live('b', { started_at: after(2) }), live('c', { started_at: after(3) })], 0);
    calls.take([ended('a', 2, { started_at: after(1) }), ended('c', 2, { started_at: after(3) })], 0);
    calls.sweep(GONE_MS, new Set(['b']));
    expect(ids(calls)).toEqual(['a', 'b']);
    calls.sweep(HELD_MS_MAX, new Set(['b']));
    expect(ids(calls)).toEqual(['b']);
  });

  it('are not brought back by a record that comes late', () => {
    const calls = new LiveCalls();
    calls.take([live('a'), ended('a', 5)], 0);
    calls.sweep(GONE_MS);
    calls.take([live('a', { version: 4 })], GONE_MS);
    expect(ids(calls)).toEqual([]);
  });

  it('have no gap between what is loaded and what is told meanwhile', () => {
    const calls = new LiveCalls();
    calls.take([live('stale')], 0);
    calls.begin();
    calls.take([live('told')], 0);
    calls.take([ended('both', 7)], 0);
    calls.settle([live('loaded'), live('both', { version: 6 })], 0);
    expect(ids(calls).sort()).toEqual(['loaded', 'told']);
  });

  it('drop at once what was joined with another or erased', () => {
    const calls = new LiveCalls();
    calls.take([live('a'), live('b')], 0);
    calls.take([live('a', { version: 2, merged_into: 'b' }), live('b', { version: 2, erased_at: after(5) })], 0);
    expect(ids(calls)).toEqual([]);
    expect(calls.ended).toEqual([]);
  });
});

describe('how many are drawn, and how', () => {
  it('goes to one line above forty, under heads of queues above a hundred, and back only well below', () => {
    expect(densityOf(COMPACT_ABOVE, 'roomy')).toBe('roomy');
    expect(densityOf(COMPACT_ABOVE + 1, 'roomy')).toBe('compact');
    expect(densityOf(COMPACT_ABOVE - 1, 'compact')).toBe('compact');
    expect(densityOf(COMPACT_ABOVE * 0.5, 'compact')).toBe('roomy');
    expect(densityOf(GROUPED_ABOVE + 1, 'compact')).toBe('grouped');
    expect(densityOf(GROUPED_ABOVE * 0.5, 'grouped')).toBe('compact');
  });

  it('counts each state once, and the longest wait of those queued', () => {
    const calls = new LiveCalls();
    const queues = [{ call: 'call', name: 'help', outcome: null, agent: null, joined_at: after(4), wait_s: null }];
    calls.take([live('a', { state: 'queued', queues }), live('b', { state: 'talking' }), live('c', { state: 'held' }), live('d')], 0);
    expect(countsOf(calls.rows)).toMatchObject({ total: 4, queued: 1, talking: 1, held: 1, ringing: 1, other: 0 });
    expect(countsOf(calls.rows).longestSince).toBe(Date.parse(after(4)));
    expect(shown(calls.rows, 'waiting').map((row) => row.id)).toEqual(['a', 'c', 'd']);
    expect(shown(calls.rows, 'talking').map((row) => row.id)).toEqual(['b']);
  });

  it('puts queues by name and those without one last', () => {
    const calls = new LiveCalls();
    const queue = (name: string) => [{ call: 'call', name, outcome: null, agent: null, joined_at: after(4), wait_s: null }];
    calls.take([live('a'), live('b', { queues: queue('2') }), live('c', { queues: queue('1') })], 0);
    const items = itemsOf(calls.rows, 'grouped', (key) => ({ 1: 'Workshop', 2: 'Sales' })[key] ?? key);
    expect(items.map((item) => item.key)).toEqual(['head 2', 'b', 'head 1', 'c', 'head ', 'a']);
  });
});

describe('the pace of drawing', () => {
  /** Time that only goes on when it is told to. */
  function byHand() {
    let at = 0;
    let waiting: { at: number; run: () => void }[] = [];
    const after_ = (ms: number, run: () => void) => {
      const one = { at: at + ms, run };
      waiting.push(one);
      return () => (waiting = waiting.filter((other) => other !== one));
    };
    const to = (ms: number) => {
      at = ms;
      for (const one of waiting.filter((other) => other.at <= at)) {
        waiting = waiting.filter((other) => other !== one);
        one.run();
      }
    };
    return { clockwork: { now: () => at, after: after_ }, to };
  }

  it('draws 200 changes a second of 500 calls four times a second, and the last of them surely', () => {
    const calls = new LiveCalls();
    calls.take(Array.from({ length: 500 }, (_, n) => live(`c${n}`, { started_at: after(n) })), 0);
    const { clockwork, to } = byHand();
    const drawn: number[] = [];
    const pace = paced(() => drawn.push(Math.max(...calls.rows.map((row) => row.record.version))), () => 250, clockwork);
    for (let change = 1; change <= 400; change += 1) {
      to(change * 5);
      calls.take([live(`c${change % 500}`, { started_at: after(change % 500), version: change + 1, state: 'talking' })], 0);
      pace.call();
    }
    to(3_000);
    expect(drawn.length).toBeGreaterThan(7);
    expect(drawn.length).toBeLessThan(11);
    expect(drawn.at(-1)).toBe(401);
    expect(calls.size).toBe(500);
  });

  it('draws a change after silence at once', () => {
    const { clockwork, to } = byHand();
    let drawn = 0;
    const pace = paced(() => (drawn += 1), () => 250, clockwork);
    pace.call();
    expect(drawn).toBe(1);
    pace.call();
    to(249);
    expect(drawn).toBe(1);
    to(250);
    expect(drawn).toBe(2);
  });

  it('takes 10,000 changes of 500 calls in well under the time they take to come', () => {
    const calls = new LiveCalls();
    calls.take(Array.from({ length: 500 }, (_, n) => live(`c${n}`, { started_at: after(n) })), 0);
    const records = Array.from({ length: 10_000 }, (_, change) =>
      live(`c${change % 500}`, { started_at: after(change % 500), version: change + 2 }));
    const begun = performance.now();
    for (const record of records) calls.take([record], 0);
    // 200 changes a second would take 50 s.
    expect(performance.now() - begun).toBeLessThan(2_500);
  });
});
