import { describe, expect, it } from 'vitest';
import { reached } from './reached';
import { after, call, conversation, leg } from './sample';

const look = { party: (party: { name: string | null; number: string | null }) => party.name ?? party.number ?? '?', queue: (key: string) => `Q ${key}` };
const queues = [{ call: 'call', name: 'help', outcome: null, agent: null, joined_at: after(1), wait_s: null }];
const told = (...legs: ReturnType<typeof leg>[]) => [call({ legs: [leg({ role: 'caller', number: '+31205550119' }), ...legs] })];

describe('whom a conversation reached', () => {
  it('names the queue, who talked, and to whom it was handed over', () => {
    const legs = [leg({ number: '101', name: 'Ann', answered_at: after(5) }), leg({ number: '103', name: 'Carol', answered_at: after(50) })];
    const handOver = {
      call: 'call', consultation: null, kind: 'blind' as const, by: '101', transferred: null, to: '103', completed: true, at: after(40),
    };
    const record = conversation({
      state: 'ended', outcome: 'answered', queues, talked_to: ['101', '103'], transfers: [handOver], calls: told(...legs),
    });
    expect(reached(record, look)).toBe('Q help, Ann → Carol');
  });

  it('names the queue alone, and the wait, where the caller gave up in it', () => {
    const legs = [leg({ number: '101', name: 'Ann' })];
    const record = conversation({ state: 'ended', outcome: 'abandoned', queue_s: 72, queues, calls: told(...legs) });
    expect(reached(record, look)).toBe('Q help, after 1:12');
  });

  it('names whose phones rang, or how many did', () => {
    const phones = ['101', '102', '103'].map((number) => leg({ number }));
    expect(reached(conversation({ state: 'ended', outcome: 'no_answer', calls: told(...phones.slice(0, 2)) }), look)).toBe('101, 102');
    expect(reached(conversation({ state: 'ended', outcome: 'no_answer', calls: told(...phones) }), look)).toBe('3 phones');
  });

  it('says voicemail where a mailbox was reached', () => {
    const record = conversation({ state: 'ended', outcome: 'voicemail', calls: told(leg({ number: '102', name: 'Bo' })) });
    expect(reached(record, look)).toBe('Bo, voicemail');
  });

  it('names the line, where it came no further', () => {
    const to = { number: '0205550101', e164: '+31205550101', name: null, user: null };
    const record = conversation({ state: 'ended', outcome: 'ivr', to, calls: told() });
    expect(reached(record, { ...look, party: ({ number }) => (number === '+31205550101' ? 'Shop line' : '?') })).toBe('Shop line');
  });

  it('names the user who called outside', () => {
    const from = { number: '101', e164: null, name: 'Ann', user: 'ann' };
    expect(reached(conversation({ direction: 'outbound', from }), look)).toBe('Ann');
  });
});
