// Missed calls that nobody took care of, grouped by who called. Pure: records in, groups out; who waits longest comes first.
// Callers who withheld their number are each by themselves: nothing says that two of them are one.
// It must never call somebody reached because of a call that came before the missed one.

import type { Conversation } from '../../api/client';
import { outside, queuesOf, seenCalls, type Party } from '../../record/about';

export type Mark = 'na' | 'ab' | 'vm' | 'back' | 'ok';

export interface Dot {
  at: number;
  mark: Mark;
}

export interface Group {
  key: string;
  party: Party;
  /** The number to call back; null where it was withheld. */
  number: string | null;
  /** The missed calls, oldest first. */
  missed: Conversation[];
  /** Since when the caller waits (ms): the newest missed call, as whoever calls again begins to wait anew. */
  since: number;
  /** Messages that were left, newest first. */
  messages: { id: string; length: number | null }[];
}

/** What happened with a caller after the missed calls. */
export interface Aftermath {
  /** Tries to call back that nobody took, oldest first. */
  tried: Conversation[];
  /** The first talk afterwards; null if there was none. */
  spoke: Conversation | null;
}

export const beganAt = (record: Conversation) => Date.parse(record.started_at ?? '') || 0;

export function groupKey(record: Conversation): string {
  const { number } = outside(record);
  return number ?? `withheld ${record.id}`;
}

export function groupsOf(records: Iterable<Conversation>): Group[] {
  const groups = new Map<string, Conversation[]>();
  for (const record of records) {
    const key = groupKey(record);
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  const all = [...groups].map(([key, missed]): Group => {
    missed.sort((one, other) => beganAt(one) - beganAt(other));
    const last = missed.at(-1) as Conversation;
    const named = missed.findLast((record) => outside(record).name !== null) ?? last;
    const messages = missed.flatMap((record) => record.recordings)
      .filter(({ kind, deleted_at, stored_at }) => kind === 'voicemail' && deleted_at === null && stored_at !== null)
      .map(({ id, length_s }) => ({ id, length: length_s }))
      .reverse();
    return { key, party: outside(named), number: outside(last).number, missed, since: beganAt(last), messages };
  });
  return all.sort((one, other) => one.since - other.since || one.key.localeCompare(other.key));
}

export function markOf(record: Conversation): Mark {
  if (record.outcome === 'voicemail') return 'vm';
  return record.outcome === 'abandoned' ? 'ab' : 'na';
}

/** What came after the last missed call: tries to call back until the first talk, and that talk. */
export function aftermathOf(group: Group, later: Iterable<Conversation>): Aftermath {
  const missed = new Set(group.missed.map(({ id }) => id));
  const after = [...later].filter((record) => !missed.has(record.id) && beganAt(record) > group.since)
    .sort((one, other) => beganAt(one) - beganAt(other));
  const spoke = after.find((record) => record.outcome === 'answered') ?? null;
  const before = spoke ? after.slice(0, after.indexOf(spoke)) : after;
  const isTry = ({ direction, state, outcome }: Conversation) => direction === 'outbound' && state === 'ended' && outcome !== 'answered';
  return { tried: before.filter(isTry), spoke };
}

/** What the head says of those who wait: how many callers and calls, and since when whoever waits longest does, of those that
 *  were not reached since; null where all were. */
export function headOf(groups: Group[], aftermath: (group: Group) => Aftermath | undefined): { callers: number; calls: number; since: number | null } {
  const unreached = groups.filter((group) => !aftermath(group)?.spoke);
  const calls = groups.reduce((sum, group) => sum + group.missed.length, 0);
  return { callers: groups.length, calls, since: unreached[0]?.since ?? null };
}

export function dotsOf(group: Group, aftermath: Aftermath | undefined): Dot[] {
  const dots = group.missed.map((record): Dot => ({ at: beganAt(record), mark: markOf(record) }));
  const back = (aftermath?.tried ?? []).map((record): Dot => ({ at: beganAt(record), mark: 'back' }));
  const spoke = aftermath?.spoke;
  return [...dots, ...back, ...(spoke ? [{ at: beganAt(spoke), mark: 'ok' } as Dot] : [])];
}

/** Whom a missed call was for: its last queue, else the one phone that rang, else the mailbox or what was dialled. */
export function wanted(record: Conversation, queue: (key: string) => string, party: (party: Party) => string): string {
  const last = queuesOf(record).at(-1);
  if (last) return queue(last);
  const legs = seenCalls(record).flatMap((call) => call.legs.filter((leg) => leg.role !== 'caller' && !leg.trunk));
  const names = [...new Set(legs.map((leg) => party({ name: leg.name, number: leg.number, user: leg.user, contact: leg.contact })))];
  if (names.length === 1) return names[0] ?? '';
  return names.length === 0 ? (record.to?.name ?? '') : '';
}

/** Whose the caller is: all, those of the queues that one is signed in to, or those for oneself. */
export function isFor(group: Group, whose: 'all' | 'queues' | 'mine', user: string | null, queues: ReadonlySet<string>): boolean {
  if (whose === 'all') return true;
  if (whose === 'queues') return group.missed.some((record) => queuesOf(record).some((queue) => queues.has(queue)));
  return group.missed.some((record) => seenCalls(record).some(({ assigned, legs }) =>
    assigned.user === user || legs.some((leg) => leg.user === user && leg.role !== 'caller')));
}

/** How long somebody waited until it was handled, on average (ms), and how many did. */
export function handledOf(records: Conversation[]): { groups: Group[]; mean: number } {
  const groups = groupsOf(records).reverse();
  const waits = groups.map((group) => Date.parse(group.missed.at(-1)?.handled?.at ?? '') - beganAt(group.missed[0] as Conversation));
  const known = waits.filter((wait) => wait >= 0);
  return { groups, mean: known.length === 0 ? 0 : known.reduce((sum, wait) => sum + wait, 0) / known.length };
}
