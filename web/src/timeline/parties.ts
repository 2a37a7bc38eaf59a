// Who takes part in a conversation, each once, whatever number of calls he has legs in. Pure.
// A party is known by the user, else by the number; a withheld number is one party a conversation.
// It must never look a name up: names are put in by who shows them (`names.party`).

import type { Conversation } from '../api/client';
import { seenCalls, type Call, type Leg, type Party } from '../record/about';

export function keyOf(leg: Leg): string {
  if (leg.user) return `user ${leg.user}`;
  const number = leg.e164 ?? leg.number;
  return number ? `number ${number}` : `withheld ${leg.trunk ?? ''}`;
}

export function partyOf(leg: Leg): Party {
  return { name: leg.name, number: leg.e164 ?? leg.number, user: leg.user, contact: leg.contact };
}

export interface Member {
  call: Call;
  leg: Leg;
}

/** Every leg with its call, by when it was offered. */
export function members(record: Conversation): Member[] {
  const all = seenCalls(record).flatMap((call) => call.legs.map((leg) => ({ call, leg })));
  return all.sort((one, other) => Date.parse(one.leg.offered_at) - Date.parse(other.leg.offered_at));
}

/** The leg of the party that the conversation is with: who called in, who was called outside, or an internal caller. */
export function mainLeg(record: Conversation): Leg | null {
  const first = seenCalls(record)[0];
  if (!first) return null;
  const caller = first.legs.find((leg) => leg.role === 'caller') ?? null;
  if ((record.direction ?? first.direction) !== 'outbound') return caller ?? first.legs[0] ?? null;
  const outside = first.legs.filter((leg) => leg.role !== 'caller' && leg.trunk);
  return outside.find((leg) => leg.answered_at) ?? outside[0] ?? first.legs.find((leg) => leg.role !== 'caller') ?? caller;
}
