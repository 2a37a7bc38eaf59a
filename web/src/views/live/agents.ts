// What the list of agents says of each: what he does, with whom, since when. Pure.

import type { Agent } from '../../api/presence.svelte';
import type { Conversation } from '../../api/client';
import { isLiveState, outside, seenCalls, type Party } from '../../record/about';
import { live as t } from '../../words/en/live';

export type AgentState = 'talking' | 'consulting' | 'ringing' | 'wrap_up' | 'paused' | 'away' | 'free';

export interface AgentRow {
  user: string;
  name: string;
  state: AgentState;
  with: string;
  since: string | null;
  /** The conversation to open, where he is in one. */
  conversation: string | null;
}

/** In what order the head counts them. */
export const AGENT_STATES: AgentState[] = ['free', 'talking', 'consulting', 'ringing', 'wrap_up', 'paused', 'away'];

interface Given {
  record: (id: string) => Conversation | undefined;
  party: (party: Party) => string;
}

/** The call that he has to do with most of all, of which name and time are told: of several the one that is not on hold. */
function doingNow(agent: Agent): Agent['calls'][number] | undefined {
  const same = agent.calls.filter((one) => one.doing === agent.state);
  return same.find((one) => one.state !== 'held') ?? same.find((one) => one.since === agent.since) ?? same[0] ?? agent.calls[0];
}

export function agentRow(agent: Agent, given: Given): AgentRow {
  const doing = doingNow(agent);
  const row = { user: agent.user, name: agent.name ?? agent.user, conversation: doing?.conversation ?? null };
  const state = agent.state as AgentState;
  const since = (doing?.doing === agent.state ? doing.since : agent.since) ?? null;
  if (state === 'paused') return { ...row, state, since, with: agent.reason ?? '' };
  const record = doing && given.record(doing.conversation);
  if (!record || (state !== 'talking' && state !== 'ringing')) return { ...row, state, since, with: '' };
  const caller = outside(record);
  const name = (party: Party) => (party.number === null && party.name === null && !party.user ? t.withheld : given.party(party));
  const asks = seenCalls(record).find((call) => call.origin === 'consultation' && isLiveState(call.state));
  const leg = asks?.legs.find((one) => one.user === agent.user && one.ended_at === null);
  if (asks && leg) {
    const other = asks.legs.find((one) => one.user !== agent.user && one.ended_at === null);
    const said = other ? name({ name: other.name, number: other.number, user: other.user, contact: other.contact }) : '';
    const isAsked = leg.role !== 'caller';
    const asked = agent.calls.find((one) => one.call === asks.id) ?? doing;
    return { ...row, state: 'consulting', since: asked.since, with: isAsked || !said ? said : t.forWhom(said, name(caller)) };
  }
  if (record.direction === 'outbound' && state === 'ringing') return { ...row, state, since, with: t.calls(name(caller)) };
  const self = record.direction === 'internal' && caller.user === agent.user;
  return { ...row, state, since, with: self ? insideOf(record, agent.user, name) : name(caller) };
}

function insideOf(record: Conversation, user: string, name: (party: Party) => string): string {
  const leg = seenCalls(record).at(-1)?.legs.find((one) => one.user !== user && one.ended_at === null);
  return leg ? name({ name: leg.name, number: leg.number, user: leg.user, contact: leg.contact }) : '';
}

export function agentCounts(rows: AgentRow[]): string {
  const parts = AGENT_STATES.map((state) => {
    const n = rows.filter((row) => row.state === state).length;
    return n > 0 ? (t.agentCount[state]?.(n) ?? '') : '';
  });
  return t.agentCounts(parts.filter(Boolean));
}
