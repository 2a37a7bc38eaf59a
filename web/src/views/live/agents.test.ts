import { describe, expect, it } from 'vitest';
import type { Agent } from '../../api/presence.svelte';
import { after, call, conversation, leg } from '../../record/sample';
import { agentRow } from './agents';

type OnCall = Agent['calls'][number];
const onCall = (id: string, state: OnCall['state'], second: number, said: Partial<OnCall> = {}): OnCall =>
  ({ conversation: id, call: id, doing: 'talking', state, since: after(second), ...said });
const ann = (calls: OnCall[], said: Partial<Agent> = {}): Agent =>
  ({ user: 'ann', name: 'Ann', state: 'talking', since: after(1), reason: null, calls, queues: [], ...said });
const from = (name: string) => ({ number: '+31205550119', e164: '+31205550119', name, user: null });
const given = {
  record: (id: string) => conversation({ id, state: 'talking', from: from(`caller of ${id}`) }),
  party: (party: { name: string | null }) => party.name ?? '',
};

describe('an agent with two calls', () => {
  it('stands with the caller he talks with, and the time of that call', () => {
    const row = agentRow(ann([onCall('first', 'held', 1), onCall('second', 'talking', 40)]), given);
    expect(row).toMatchObject({ conversation: 'second', with: 'caller of second', since: after(40) });
  });

  it('stands with the call that says since when, where both are on hold', () => {
    const row = agentRow(ann([onCall('second', 'held', 40), onCall('first', 'held', 1)]), given);
    expect(row).toMatchObject({ conversation: 'first', with: 'caller of first', since: after(1) });
  });

  it('consults since the consultation began', () => {
    const asks = call({ id: 'asks', origin: 'consultation', state: 'talking', legs: [leg({ role: 'caller', user: 'ann' }), leg({ name: 'Bo' })] });
    const record = () => conversation({ id: 'one', state: 'talking', from: from('Jan'), calls: [call(), asks] });
    const calls = [onCall('one', 'talking', 1), onCall('one', 'talking', 30, { call: 'asks' })];
    expect(agentRow(ann(calls), { ...given, record })).toMatchObject({ state: 'consulting', with: 'Bo, for Jan', since: after(30) });
  });

  it('is free or paused since the server says it, not since a call', () => {
    expect(agentRow(ann([], { state: 'free', since: after(9) }), given)).toMatchObject({ since: after(9), conversation: null });
  });
});
