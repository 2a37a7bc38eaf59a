// What happened with a caller, in one line: "Three times: no answer for 25 s, gave up after 0:41 in Support, then voicemail for Bo Tamm."
// Pure: names are looked up and moments written by what is handed in.

import type { Conversation } from '../../api/client';
import { outside, callerInside, withWhom, seenCalls, type Party } from '../../record/about';
import { clock } from '../../time/durations';
import { missed as t } from '../../words/en/missed';
import { wanted, type Aftermath, type Group } from './groups';

export interface WhyLook {
  party: (party: Party) => string;
  queue: (key: string) => string;
  /** A moment as a clock or, of another day, with the day. */
  at: (moment: string | null) => string;
}

/** Above so many causes in a row the rest is counted by the number of times. */
const CAUSES_MAX = 4;

export function why(group: Group, aftermath: Aftermath | undefined, look: WhyLook): string {
  const all = group.missed.map((record) => causeOf(record, look));
  const last = all.slice(-CAUSES_MAX);
  const causes = last.map((cause, index) => (index > 0 && index === last.length - 1 ? t.then(cause) : cause));
  return t.why(t.times_(group.missed.length), causes, afterwards(group, aftermath, look));
}

function causeOf(record: Conversation, look: WhyLook): string {
  const outcome = record.outcome ?? 'no_answer';
  const where = wanted(record, look.queue, look.party);
  const waited = (record.queue_s ?? 0) + (record.ring_s ?? 0);
  if (outcome === 'voicemail') {
    const message = record.recordings.find(({ kind, deleted_at }) => kind === 'voicemail' && deleted_at === null);
    return t.cause.voicemail?.(where, message?.length_s ? clock(message.length_s) : '') ?? '';
  }
  const detail = outcome === 'abandoned' ? clock(record.queue_s ?? waited) : t.seconds(Math.round(waited));
  return (t.cause[outcome] ?? t.cause.no_answer)?.(where, detail) ?? '';
}

function afterwards(group: Group, aftermath: Aftermath | undefined, look: WhyLook): string[] {
  const tried = aftermath?.tried.at(-1);
  const said = tried ? [t.tried(look.party(callerInside(tried)), look.at(tried.started_at))] : [];
  const spoke = aftermath?.spoke;
  if (!spoke) return said;
  const at = look.at(spoke.started_at);
  if (spoke.direction === 'outbound') return [...said, t.spokeBack(look.party(callerInside(spoke)), at)];
  return [...said, t.calledAgain(look.party(outside(spoke)) || look.party(group.party), at, spokeWith(spoke, look))];
}

function spokeWith(record: Conversation, look: WhyLook): string {
  const number = record.talked_to?.[0];
  const legs = seenCalls(record).flatMap((call) => call.legs);
  const leg = legs.find((one) => one.number === number && one.role !== 'caller');
  if (leg) return look.party({ name: leg.name, number: leg.number, user: leg.user, contact: leg.contact });
  return withWhom(record).map(look.party)[0] ?? number ?? '';
}

/** How long somebody waits who began then, by clocks that show minutes: from 16:40 to 16:50 it is ten, whatever the seconds. */
export function waitsFor(since: number, now: number): string {
  const minute = (ms: number) => ms - (ms % 60_000);
  return spoken(minute(now) - minute(since));
}

/** A length as one says it of waiting: 43 min, 4 h 51 min, 2 days 3 h. */
export function spoken(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const hours = Math.floor(minutes / 60);
  if (hours >= 24) return t.days(Math.floor(hours / 24), hours % 24);
  return t.hoursMinutes(hours, minutes % 60);
}
