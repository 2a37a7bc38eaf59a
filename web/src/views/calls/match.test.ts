import { describe, expect, it } from 'vitest';
import { after, conversation, part } from '../../record/sample';
import { asked, read } from './filters';
import { isFound, isFoundByAny } from './match';

const MIDNIGHT = Date.parse('2026-01-05T00:00:00Z');
const of = (text: string) => asked(read(new URLSearchParams(text)), MIDNIGHT);
const verdict = (text: string, said: Parameters<typeof conversation>[0] = {}) => isFoundByAny(conversation(said), of(text));

describe('what the feed told, against what the log asked for', () => {
  it('is found by time, direction, source and outcome as far as the record says them', () => {
    expect(verdict('')).toBe(true);
    expect([verdict('direction=inbound'), verdict('direction=outbound')]).toEqual([true, false]);
    expect([verdict('source=office'), verdict('source=shop')]).toEqual([true, false]);
    expect(verdict('outcome=busy')).toBe(false);
    expect(verdict('outcome=busy', { state: 'ended', outcome: 'busy' })).toBe(true);
    expect(verdict('time=yesterday')).toBe(false);
    expect(verdict(`until=${after(-60)}`)).toBe(false);
  });

  it('is missed and not handled once it ended so', () => {
    const missed = { state: 'ended', outcome: 'no_answer' } as const;
    expect([verdict('due=yes'), verdict('due=yes', missed)]).toEqual([false, true]);
    expect(verdict('due=yes', { ...missed, handled: { at: after(9), by: null } })).toBe(false);
  });

  it('is for the server to judge where a number, words, a queue or a user are asked for, if nothing else speaks against it', () => {
    for (const text of ['q=0205550119', 'q=vera', 'queue=help', 'user=ann']) expect(verdict(text), text).toBeNull();
    expect(verdict('q=vera&direction=outbound')).toBe(false);
  });

  it('n24: of a part only time and source are known', () => {
    const [all] = of('source=office');
    const [inbound] = of('direction=inbound');
    expect([isFound(part(), all!), isFound(part(), inbound!)]).toEqual([true, null]);
  });

  it('is not found once it went into another, or was deleted or erased', () => {
    expect([verdict('', { merged_into: 'other' }), verdict('', { deleted_at: after(9) })]).toEqual([false, false]);
    expect(verdict('', { erased_at: after(9) })).toBe(false);
  });
});
