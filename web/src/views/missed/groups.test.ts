import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../api/client';
import { after, call, conversation, leg } from '../../record/sample';
import { aftermathOf, dotsOf, groupsOf, handledOf, headOf, isFor, wanted } from './groups';

const from = (number: string | null, name: string | null = null) => ({ number, e164: number, name, user: null });
const missed = (id: string, second: number, number: string | null, said: Partial<Conversation> = {}) =>
  conversation({ id, state: 'ended', outcome: 'no_answer', started_at: after(second), from: from(number), ...said });

describe('missed calls', () => {
  it('are grouped by who called, and who waits longest comes first', () => {
    const groups = groupsOf([missed('c', 30, '+31205550001'), missed('a', 10, '+31205550002'), missed('b', 20, '+31205550001')]);
    expect(groups.map((group) => [group.key, group.missed.map(({ id }) => id)])).toEqual([
      ['+31205550002', ['a']],
      ['+31205550001', ['b', 'c']],
    ]);
  });

  it('keep callers who withheld their number apart, and offer no number to call', () => {
    const groups = groupsOf([missed('a', 1, null), missed('b', 2, null)]);
    expect(groups).toHaveLength(2);
    expect(groups[0]?.number).toBeNull();
  });

  it('count a caller as reached only by a talk after the last missed call', () => {
    const [group] = groupsOf([missed('a', 100, '+31205550001')]);
    const talk = (id: string, second: number, said: Partial<Conversation> = {}) =>
      conversation({ id, state: 'ended', outcome: 'answered', started_at: after(second), from: from('+31205550001'), ...said });
    expect(aftermathOf(group!, [talk('before', 50)]).spoke).toBeNull();
    const later = [talk('tried', 200, { direction: 'outbound', outcome: 'busy' }), talk('later', 300), talk('before', 50)];
    const aftermath = aftermathOf(group!, later);
    expect(aftermath.tried.map(({ id }) => id)).toEqual(['tried']);
    expect(aftermath.spoke?.id).toBe('later');
    expect(dotsOf(group!, aftermath).map(({ mark }) => mark)).toEqual(['na', 'back', 'ok']);
  });

  it('leave whoever was reached out of the longest wait, but not out of how many are not handled', () => {
    const groups = groupsOf([missed('a', 100, '+31205550001'), missed('b', 200, '+31205550002'), missed('c', 300, '+31205550002')]);
    const spoke = conversation({ id: 'talk', state: 'ended', outcome: 'answered', started_at: after(400) });
    const reached = (key: string) => ({ tried: [], spoke: key === '+31205550001' ? spoke : null });
    expect(headOf(groups, ({ key }) => reached(key))).toEqual({ callers: 2, calls: 3, since: Date.parse(after(300)) });
    expect(headOf(groups, () => undefined).since).toBe(Date.parse(after(100)));
    expect(headOf(groups, () => ({ tried: [], spoke })).since).toBeNull();
  });

  it('offer the messages that were left, newest first, and none that was removed', () => {
    const recording = (id: string, deleted: string | null = null) => ({
      id, serial: 1, call: 'call', kind: 'voicemail' as const, name: null, started_at: null, ended_at: null, length_s: 41, size: 1,
      stored_at: after(9), url: null, played_at: null, redact_at: null, deleted_at: deleted,
    });
    const [group] = groupsOf([
      missed('a', 1, '+31205550001', { outcome: 'voicemail', recordings: [recording('old')] }),
      missed('b', 2, '+31205550001', { outcome: 'voicemail', recordings: [recording('gone', after(9)), recording('new')] }),
    ]);
    expect(group?.messages.map(({ id }) => id)).toEqual(['new', 'old']);
  });

  it('say whom they were for: the queue, else the one phone that rang', () => {
    const party = (one: { number: string | null }) => one.number ?? '';
    const queues = [{ call: 'call', name: 'help', outcome: null, agent: null, joined_at: after(1), wait_s: null }];
    expect(wanted(missed('a', 1, '+31205550001', { queues }), (key) => `Q ${key}`, party)).toBe('Q help');
    expect(wanted(missed('a', 1, '+31205550001'), (key) => key, party)).toBe('101');
  });

  it('are mine if my phone rang, and of my queues if they were in one of these', () => {
    const calls = [call({ legs: [leg({ role: 'caller' }), leg({ user: 'ann' })] })];
    const [group] = groupsOf([missed('a', 1, '+31205550001', { calls })]);
    expect(isFor(group!, 'mine', 'ann', new Set())).toBe(true);
    expect(isFor(group!, 'mine', 'bo', new Set())).toBe(false);
    expect(isFor(group!, 'queues', 'ann', new Set(['help']))).toBe(false);
  });

  it('tell how long it took until they were handled', () => {
    const handled = { at: after(100), by: null };
    const { groups, mean } = handledOf([missed('a', 40, '+31205550001', { handled }), missed('b', 80, '+31205550002', { handled })]);
    expect(groups.map((group) => group.missed[0]?.id)).toEqual(['b', 'a']);
    expect(mean).toBe(40_000);
  });
});
