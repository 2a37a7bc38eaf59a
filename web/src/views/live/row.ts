// What one live row says in words. Pure: names and places in line are looked up by what is handed in.

import type { Conversation } from '../../api/client';
import { callerInside, consulted, outside, queuesOf, stateOf, withWhom, type Party, type State } from '../../record/about';
import { written } from '../../record/number';
import { live as t } from '../../words/en/live';

export interface Look {
  /** What stands for a party: its name, else its number, else that it withheld it. */
  party: (party: Party) => string;
  /** Its name, null where nobody knows one. */
  known: (party: Party) => string | null;
  queue: (key: string) => string;
  /** Extension and team of a user, as far as known. */
  desk: (user: string | null) => string;
  /** Which in line it is; 0 where that is not known. */
  place: (queue: string, conversation: string) => number;
}

export interface RowText {
  who: string;
  whoSmall: string;
  with: string;
  withSmall: string;
}

/** Above so many names, the rest is counted. */
const NAMES_MAX = 2;

export function rowText(record: Conversation, look: Look): RowText {
  const party = outside(record);
  const isNamed = look.known(party) !== null && party.number !== null;
  const { direction } = record;
  const [inside, insideSmall] = insideText(record, look);
  const small = direction === 'internal' ? look.desk(party.user) : isNamed ? written(party.number ?? '') : direction === 'outbound' ? t.outbound : '';
  return { who: look.party(party), whoSmall: small ?? '', with: inside, withSmall: insideSmall };
}

function insideText(record: Conversation, look: Look): [string, string] {
  const state = stateOf(record);
  const queues = queuesOf(record);
  if (state === 'queued') {
    const queue = queues.at(-1);
    const place = queue ? look.place(queue, record.id) : 0;
    return [queue ? look.queue(queue) : '', place > 0 ? t.inLine(place) : t.waits];
  }
  if (state === 'menu') return [t.menu, ''];
  if (state === 'voicemail') return [record.voicemail?.mailbox ? t.mailbox(record.voicemail.mailbox) : '', ''];
  const parking = record.parked.findLast((one) => one.ended_at === null);
  if (state === 'parked' && parking?.space) return [t.parkedAt(parking.space), ''];
  const asks = consulted(record);
  const inside = namesOf(withWhom(record), look);
  if (asks) return [inside, t.consults(look.party(asks))];
  if (record.direction === 'internal') return [inside, t.internal];
  if (record.direction === 'outbound') return [inside, look.desk(callerInside(record).user)];
  return [inside, t.then(queues.map(look.queue))];
}

function namesOf(parties: Party[], look: Look): string {
  const names = [...new Set(parties.map(look.party))];
  const rest = names.length - NAMES_MAX;
  return rest > 0 ? `${names.slice(0, NAMES_MAX).join(', ')} ${t.more(rest)}` : names.join(', ');
}

/** The mark before the word of a state: its shape says the same. */
export function markOf(state: State | null | 'consulting' | 'wrap_up' | 'paused' | 'away' | 'free'): string {
  const marks: Record<string, string> = {
    talking: 'talk', conference: 'talk', ringing: 'ring', queued: 'queue', held: 'hold', parked: 'hold', menu: 'wrap',
    voicemail: 'wrap', ended: 'ended', logged: 'ended', consulting: 'ask', wrap_up: 'wrap', paused: 'away', away: 'off', free: '',
  };
  return marks[state ?? ''] ?? '';
}
