import { describe, expect, it } from 'vitest';
import {
  consulted, figuresAt, figuresOf, isFromUnseen, isLive, isMissed, isPart, outside, queueOf, since, stateOf, withWhom,
} from './about';
import { after, call, conversation, leg, part } from './sample';

describe('what lists say of a record', () => {
  it('names the caller of an inbound call and the callee of an outbound one as the party outside', () => {
    expect(outside(conversation()).number).toBe('+31205550119');
    const to = { number: '90612345678', e164: '+31612345678', name: 'Sam' };
    const from = { number: '101', e164: null, name: null, user: 'ann' };
    const out = conversation({ direction: 'outbound', from, to, calls: [call({ direction: 'outbound', from, to })] });
    expect(outside(out)).toMatchObject({ name: 'Sam', number: '+31612345678' });
    expect(withWhom(out).map((party) => party.user)).toEqual(['ann']);
  });

  it('shows a withheld number as none', () => {
    const from = { number: null, e164: null, name: null, user: null };
    expect(outside(conversation({ from })).number).toBeNull();
  });

  it('shows who talks, or else whose phones ring', () => {
    const rings = (user: string, seconds: number) => leg({ user, ringing_at: after(seconds) });
    const legs = [leg({ role: 'caller' }), rings('ann', 1), rings('bo', 2)];
    expect(withWhom(conversation({ calls: [call({ legs })] })).map((party) => party.user)).toEqual(['ann', 'bo']);
    const taken = [legs[0]!, leg({ user: 'ann', ended_at: after(9) }), leg({ user: 'bo', answered_at: after(9) })];
    expect(withWhom(conversation({ calls: [call({ legs: taken })] })).map((party) => party.user)).toEqual(['bo']);
  });

  it('tells since when a state holds: from the queue, the hold, the answer, or the end of a hold', () => {
    const queues = [{ call: 'call', name: 'help', outcome: null, agent: null, joined_at: after(8), wait_s: null }];
    expect(since(conversation({ state: 'queued', queues }))).toBe(after(8));
    const legs = [leg({ role: 'caller' }), leg({ answered_at: after(20) })];
    const talking = conversation({ state: 'talking', calls: [call({ state: 'talking', legs })] });
    expect(since(talking)).toBe(after(20));
    const hold = { call: 'call', leg: null, by: null, started_at: after(30), ended_at: null };
    expect(since({ ...talking, state: 'held', holds: [hold] })).toBe(after(30));
    expect(since({ ...talking, holds: [{ ...hold, ended_at: after(44) }] })).toBe(after(44));
  });

  it('takes the state from the calls that are seen where the whole is not told', () => {
    const record = conversation({ state: null, calls: [call({ state: 'held' })] });
    expect(stateOf(record)).toBe('held');
    expect(isLive(record)).toBe(true);
    expect(isLive({ ...record, merged_into: 'other' })).toBe(false);
  });

  it('says missed only of inbound calls that nobody took (N7)', () => {
    const ended = { state: 'ended' as const, outcome: 'no_answer' as const };
    expect(isMissed(conversation(ended))).toBe(true);
    expect(isMissed(conversation({ ...ended, direction: 'outbound' }))).toBe(false);
    expect(isMissed(conversation({ ...ended, outcome: 'answered' }))).toBe(false);
    expect(isMissed(conversation({ ...ended, outcome: 'blocked' }))).toBe(false);
  });

  it('stands a conversation under the queue it was in last', () => {
    const queue = (name: string) => ({ call: 'call', name, outcome: null, agent: null, joined_at: after(1), wait_s: null });
    expect(queueOf(conversation({ queues: [queue('help'), queue('sales')] }))).toBe('sales');
    expect(queueOf(conversation())).toBeNull();
  });

  it('n24: makes figures of what is seen where the whole is not told, consultations apart', () => {
    const seen = part({ outcome: 'answered', ring_s: 7, talk_s: 65 });
    expect(isPart(seen)).toBe(true);
    expect(figuresOf(seen)).toMatchObject({ outcome: 'answered', ring_s: 7, talk_s: 65, hold_s: 0 });
    seen.calls.push(call({ id: 'asks', origin: 'consultation', talk_s: 12, outcome: 'no_answer' }));
    expect(figuresOf(seen)).toMatchObject({ outcome: 'answered', talk_s: 65 });
    expect(seen.calls.map((one) => 'legs' in one && isFromUnseen(seen, one))).toEqual([false, true, false]);
    const whole = conversation({ talk_s: 5 });
    expect([isPart(whole), figuresOf(whole).talk_s]).toEqual([false, 5]);
  });

  it('n10: runs on in the state that a live record is in, from what was told at its last signal', () => {
    const at = (record: ReturnType<typeof conversation>, seconds: number) => figuresAt(record, Date.parse(after(seconds)));
    expect(at(conversation({ state: 'talking', ring_s: 4, queue_s: 6 }), 70)).toMatchObject({ ring_s: 4, queue_s: 6, talk_s: 60 });
    expect(at(conversation({ state: 'queued', menu_s: 10 }), 41)).toMatchObject({ menu_s: 10, queue_s: 31, talk_s: 0 });
    const held = conversation({ state: 'held', ring_s: 4, talk_s: 16, hold_s: 6 });
    expect(at(held, 50)).toMatchObject({ ring_s: 4, talk_s: 46, hold_s: 36 });
    expect(at(conversation({ state: 'parked', talk_s: 20 }), 50)).toMatchObject({ talk_s: 20, ring_s: 0 });
    const ended = conversation({ state: 'ended', talk_s: 20, ended_at: after(20) });
    expect(at(ended, 50)).toMatchObject({ talk_s: 20 });
    // Clocks that differ never take anything off.
    expect(at(conversation({ state: 'talking', talk_s: 20 }), 10)).toMatchObject({ talk_s: 20 });
  });

  it('n24: of a part it runs on in the call that is seen', () => {
    const seen = part({ state: 'talking', ring_s: 5, talk_s: 10 });
    expect(figuresAt(seen, Date.parse(after(65)))).toMatchObject({ ring_s: 5, talk_s: 60 });
  });

  it('knows who is consulted while the caller waits', () => {
    const legs = [leg({ role: 'consulted', user: 'hugo' })];
    const asks = call({ id: 'asks', origin: 'consultation', state: 'talking', legs });
    expect(consulted(conversation({ calls: [call(), asks] }))?.user).toBe('hugo');
    expect(consulted(conversation({ calls: [call(), { ...asks, state: 'ended' }] }))).toBeNull();
  });
});
