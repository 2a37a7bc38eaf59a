// Records for unit tests: whole and valid, with what a test says of them. Never used by the page itself.

import type { Conversation } from '../api/client';
import type { Call, Leg } from './about';

const START = '2026-01-05T13:00:00.000Z';
const SECONDS = {
  total_s: 0, ring_s: 0, menu_s: 0, queue_s: 0, talk_s: 0, hold_s: 0, parked_s: 0, voicemail_s: 0, conference_s: 0,
};

/** A moment so many seconds after the sample's start. */
export function after(seconds: number): string {
  return new Date(Date.parse(START) + seconds * 1000).toISOString();
}

export function leg(said: Partial<Leg> = {}): Leg {
  return {
    id: 'leg', serial: 1, role: 'callee', number: '101', e164: null, name: null, user: null, contact: null, trunk: null,
    offered_at: START, ringing_at: null, answered_at: null, ended_at: null, end: null, changed_at: START, ...said,
  };
}

export function call(said: Partial<Call> = {}): Call {
  return {
    id: 'call', serial: 1, parent: null, root: 'call', state: 'ringing', origin: 'inbound', direction: 'inbound',
    from: { number: '+31205550119', e164: '+31205550119', name: null, user: null },
    to: { number: '100', e164: null, name: null },
    line: null, outcome: null, started_at: START, answered_at: null, ended_at: null, talk_ended_at: null, ...SECONDS,
    assigned: { scope: null, team: null, queue: null, menu: null, user: null }, wrap_up: null, provider: null, billed: null,
    kept: {}, disposition: null, notes: [], summary: null, links: [], handled: null, deleted_at: null, created_at: START,
    updated_at: START, changed_at: START, legs: [leg({ id: 'caller', role: 'caller', number: '+31205550119' }), leg()], ...said,
  };
}

export function conversation(said: Partial<Conversation> = {}): Conversation {
  return {
    id: 'one', serial: 1, version: 1, source: 'office', flow: null, state: 'ringing', direction: 'inbound', origin: 'inbound',
    from: { number: '+31205550119', e164: '+31205550119', name: null, user: null },
    to: { number: '100', e164: null, name: null },
    line: null, started_at: START, answered_at: null, ended_at: null, outcome: null, talked_to: [], missed_by: [],
    ended_by: { side: null, number: null }, ...SECONDS, transfers: [], holds: [], menus: [], queues: [], voicemail: null,
    parked: [], pickup: null, forwards: [], recordings: [], handled: null, deleted_at: null, gaps: [], merged_into: null,
    erased_at: null, calls: [call()], ...said,
  };
}

/** A conversation of which the second call alone is seen (rule N24): what came out of all of its calls is null. */
export function part(seen: Partial<Call> = {}): Conversation {
  const unseen = { id: 'unseen', serial: 2, parent: null, root: 'unseen' };
  const nothing = {
    state: null, direction: null, origin: null, from: null, to: null, started_at: null, outcome: null, talked_to: null,
    missed_by: null, ended_by: null, total_s: null, ring_s: null, menu_s: null, queue_s: null, talk_s: null, hold_s: null,
    parked_s: null, voicemail_s: null, conference_s: null, gaps: null,
  };
  const how = { kind: 'blind' as const, consultation: null, completed: true };
  const transfer = { ...how, call: 'call', by: null, transferred: null, to: '101', at: START };
  const own = call({ parent: 'unseen', root: 'unseen', origin: 'transfer', state: 'ended', ...seen });
  return conversation({ ...nothing, calls: [unseen, own], transfers: [transfer] });
}
