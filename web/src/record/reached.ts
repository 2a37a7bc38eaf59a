// Whom a conversation reached, as one line of a list: "Support, Ann Mori → Ines Marlo", "Bo Tamm, voicemail", "Sales, after 1:12".
// Pure: names are looked up by what is handed in.

import type { Conversation } from '../api/client';
import { clock } from '../time/durations';
import { shared as t } from '../words/en/shared';
import { callerInside, queuesOf, seenCalls, type Leg, type Party } from './about';

export interface ReachedLook {
  party: (party: Party) => string;
  queue: (key: string) => string;
}

/** Above so many phones that rang, they are counted. */
const PHONES_MAX = 2;

export function reached(record: Conversation, look: ReachedLook): string {
  if (record.direction === 'outbound') return look.party(callerInside(record));
  const queues = queuesOf(record).map(look.queue).join(t.reached.then);
  const talked = talkedTo(record, look);
  const parts = [queues, talked || rang(record, look, queues !== '')];
  if (record.outcome === 'voicemail' || record.state === 'voicemail') parts.push(t.reached.voicemail);
  if (record.outcome === 'abandoned' && (record.queue_s ?? 0) > 0) parts.push(t.reached.after(clock(record.queue_s)));
  const said = parts.filter(Boolean).join(', ');
  if (said) return said;
  const { name, number, e164 } = record.to ?? { name: null, number: null, e164: null };
  return name || number ? look.party({ name, number: e164 ?? number, user: null, contact: null }) : '';
}

/** Who talked with the caller, in order; an arrow where one handed over to the next. */
function talkedTo(record: Conversation, look: ReachedLook): string {
  const legs = seenCalls(record).flatMap((call) => call.legs);
  const named = (record.talked_to ?? []).map((number) => {
    const leg = legs.findLast((one) => one.number === number && one.role !== 'caller' && one.answered_at !== null);
    return leg ? look.party(asParty(leg)) : number;
  });
  const different = named.filter((name, index) => name !== named[index - 1]);
  const arrow = record.transfers.length > 0 ? t.reached.handedOver : ', ';
  return different.join(arrow);
}

/** Whose phones rang, where nobody took it. Under a queue its name says enough. */
function rang(record: Conversation, look: ReachedLook, isQueued: boolean): string {
  if (isQueued && record.state === 'ended') return '';
  const legs = seenCalls(record).flatMap((call) => call.legs.filter((leg) => leg.role !== 'caller' && !leg.trunk));
  const named = [...new Set(legs.map((leg) => look.party(asParty(leg))))];
  if (named.length <= PHONES_MAX) return named.join(', ');
  return t.reached.phones(named.length);
}

function asParty(leg: Leg): Party {
  return { name: leg.name, number: leg.e164 ?? leg.number, user: leg.user, contact: leg.contact };
}
