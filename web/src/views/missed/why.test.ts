import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../api/client';
import { after, conversation } from '../../record/sample';
import { missed as t } from '../../words/en/missed';
import { aftermathOf, groupsOf } from './groups';
import { spoken, waitsFor, why } from './why';

const look = {
  party: (party: { name: string | null; number: string | null }) => party.name ?? party.number ?? 'withheld',
  queue: (key: string) => ({ help: 'Support' })[key] ?? key,
  at: (moment: string | null) => (moment ?? '').slice(11, 16),
};
const from = { number: '+31205550001', e164: '+31205550001', name: 'Pia', user: null };
const missed = (id: string, second: number, said: Partial<Conversation>) =>
  conversation({ id, state: 'ended', outcome: 'no_answer', started_at: after(second), from, ...said });
const queues = [{ call: 'call', name: 'help', outcome: null, agent: null, joined_at: after(1), wait_s: null }];

describe('what happened with a caller', () => {
  it('is told in order, with where and how long', () => {
    const [group] = groupsOf([
      missed('a', 0, { ring_s: 25 }),
      missed('b', 60, { outcome: 'abandoned', queue_s: 41, queues }),
      missed('c', 120, { outcome: 'busy', queues }),
    ]);
    expect(why(group!, undefined, look)).toBe(
      'Three times: 101 did not answer for 25 s, gave up after 0:41 in Support, then Support was busy.',
    );
  });

  it('says who tried to call back, and who spoke since', () => {
    const [group] = groupsOf([missed('a', 0, { outcome: 'abandoned', queue_s: 123, queues })]);
    const user = { number: '101', e164: null, name: 'Gita', user: 'gita' };
    const tried = conversation({ id: 't', direction: 'outbound', state: 'ended', outcome: 'busy', from: user, started_at: after(600) });
    const spoke = conversation({ id: 's', state: 'ended', outcome: 'answered', from, talked_to: ['101'], started_at: after(1200) });
    expect(why(group!, aftermathOf(group!, [tried, spoke]), look)).toBe(
      'Once: gave up after 2:03 in Support. Gita tried to call back at 13:10, no answer. Pia called again at 13:20 and spoke with 101.',
    );
  });

  it('says how long as one says it', () => {
    expect(spoken(43 * 60_000)).toBe('43 min');
    expect(spoken((4 * 60 + 51) * 60_000)).toBe('4 h 51 min');
    expect(spoken(51 * 3_600_000)).toBe('2 days 3 h');
    expect(spoken(59_000)).toBe('less than a minute');
  });

  it('says how long somebody waits by the clock, which shows minutes', () => {
    const at = (clock: string) => Date.parse(`2026-01-05T${clock}Z`);
    expect(waitsFor(at('16:40:50'), at('16:50:00'))).toBe('10 min');
    expect(waitsFor(at('16:40:00'), at('16:50:59'))).toBe('10 min');
  });

  it('says at a clock of today, and on another day', () => {
    expect(t.reached('11:30')).toBe('reached at 11:30, perhaps done');
    expect(t.reached('10 Nov, 11:30')).toBe('reached on 10 Nov, 11:30, perhaps done');
  });
});
