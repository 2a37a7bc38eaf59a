// What lists say of a record: who is outside, who is inside, since when it is as it is, whether it was missed. Pure.
// It must never work out anew what the record says already (outcome, seconds, state), and never show a name that is not known:
// where there is none the number stands, and where there is no number the caller withheld it.
// One more thing to say of a record: a function here, with a sentence in about.test.ts.

import type { Conversation, Schema } from '../api/client';

export type Call = Schema<'Call'>;
export type Leg = Schema<'Leg'>;
export type State = NonNullable<Conversation['state']>;

/** Somebody on the line. Keys are of the directory, whose names go before what was shown. */
export interface Party {
  name: string | null;
  number: string | null;
  user: string | null;
  contact: string | null;
}

const LIVE: ReadonlySet<string> = new Set([
  'ringing', 'menu', 'queued', 'voicemail', 'parked', 'conference', 'talking', 'held',
]);
const MISSED: ReadonlySet<string> = new Set([
  'no_answer', 'busy', 'declined', 'unavailable', 'cancelled', 'abandoned', 'voicemail',
]);
const NOBODY: Party = { name: null, number: null, user: null, contact: null };

export function isLiveState(state: string | null | undefined): boolean {
  return state !== null && state !== undefined && LIVE.has(state);
}

/** The calls that are told; of those that one does not see, only that they exist is. */
export function seenCalls(record: Conversation): Call[] {
  return record.calls.filter((call): call is Call => 'legs' in call);
}

/** Whether some of its calls are not seen (rule N24): of what is worked out of all of them nothing is told then. */
export function isPart(record: Conversation): boolean {
  return record.state === null && record.calls.some((call) => !('legs' in call));
}

/** Whether a call came out of one that is not seen; who handed it over is not told then either. */
export function isFromUnseen(record: Conversation, call: Call | undefined): boolean {
  const parent = record.calls.find((one) => one.id === call?.parent);
  return parent !== undefined && !('legs' in parent);
}

/** What came of it, and its seconds. */
export type Figures = Pick<Call, 'outcome'>
  & Record<'ring_s' | 'menu_s' | 'queue_s' | 'talk_s' | 'conference_s' | 'hold_s', number | null>;

/** The figures of the whole, or where only some calls are seen, those of what is seen of it, consultations apart. */
export function figuresOf(record: Conversation): Figures {
  if (!isPart(record)) return record;
  const calls = seenCalls(record).filter((call) => call.origin !== 'consultation');
  const sum = (name: Exclude<keyof Figures, 'outcome'>) => calls.reduce((all, call) => all + call[name], 0);
  return {
    outcome: mainCall(record)?.outcome ?? null, ring_s: sum('ring_s'), menu_s: sum('menu_s'), queue_s: sum('queue_s'),
    talk_s: sum('talk_s'), conference_s: sum('conference_s'), hold_s: sum('hold_s'),
  };
}

type Seconds = 'ring_s' | 'menu_s' | 'queue_s' | 'talk_s' | 'conference_s' | 'parked_s' | 'voicemail_s';
const PHASES: Seconds[] = ['ring_s', 'menu_s', 'queue_s', 'talk_s', 'conference_s', 'parked_s', 'voicemail_s'];
/** Under which seconds the time counts that a state lasts; a hold lies inside the talk. */
const COUNTS_AS: Record<string, Seconds> = {
  ringing: 'ring_s', menu: 'menu_s', queued: 'queue_s', talking: 'talk_s', held: 'talk_s', conference: 'conference_s',
};

/**
 * The figures as they are at a moment (ms). A record has them as of its last signal, and all seconds add up to its length (N10):
 * on the line, what is left of the time since it began belongs to the state it is in.
 */
export function figuresAt(record: Conversation, now: number): Figures {
  const figures = figuresOf(record);
  const one = isPart(record) ? mainCall(record) : record;
  const began = Date.parse(one?.started_at ?? '');
  if (!one || !isLive(record) || Number.isNaN(began)) return figures;
  const told = PHASES.reduce((sum, name) => sum + (one[name] ?? 0), 0);
  const rest = Math.max(0, (now - began) / 1000 - told);
  const counts = COUNTS_AS[one.state ?? ''] as keyof Omit<Figures, 'outcome'> | undefined;
  if (!counts) return figures;
  const on = { ...figures, [counts]: (figures[counts] ?? 0) + rest };
  return one.state === 'held' ? { ...on, hold_s: (on.hold_s ?? 0) + rest } : on;
}

/** The state of the whole, or where only some calls are seen, that of the last of these which is on the line. */
export function stateOf(record: Conversation): State | null {
  if (record.state) return record.state;
  const calls = seenCalls(record);
  const live = calls.findLast((call) => isLiveState(call.state) && call.origin !== 'consultation');
  return live?.state ?? calls.at(-1)?.state ?? null;
}

export function isLive(record: Conversation): boolean {
  if (record.merged_into || record.erased_at || record.deleted_at) return false;
  return isLiveState(stateOf(record));
}

/** N7: inbound, and nobody talked with the caller. */
export function isMissed(record: Conversation): boolean {
  return record.direction === 'inbound' && MISSED.has(record.outcome ?? '');
}

/** The call that tells what goes on: the last that is no consultation, of those on the line if any is. */
export function mainCall(record: Conversation): Call | null {
  const calls = seenCalls(record).filter((call) => call.origin !== 'consultation');
  return calls.findLast((call) => isLiveState(call.state)) ?? calls.at(-1) ?? seenCalls(record).at(-1) ?? null;
}

function partyOf(leg: Leg | undefined): Party {
  if (!leg) return NOBODY;
  return { name: leg.name, number: leg.e164 ?? leg.number, user: leg.user, contact: leg.contact };
}

function directionOf(record: Conversation): Conversation['direction'] {
  return record.direction ?? seenCalls(record)[0]?.direction ?? null;
}

/** The party that the conversation is with, from the house's side: who called in, who was called, or an internal caller. */
export function outside(record: Conversation): Party {
  const first = seenCalls(record)[0];
  const from = record.from ?? first?.from ?? null;
  const caller = first?.legs.find((leg) => leg.role === 'caller');
  if (directionOf(record) !== 'outbound') {
    const contact = caller?.contact ?? null;
    return { name: from?.name ?? null, number: from?.e164 ?? from?.number ?? null, user: from?.user ?? null, contact };
  }
  const to = record.to ?? first?.to ?? null;
  const callee = first?.legs.find((leg) => leg.role !== 'caller' && (leg.number === to?.number || leg.trunk));
  const number = to?.e164 ?? to?.number ?? callee?.e164 ?? callee?.number ?? null;
  return { name: to?.name ?? callee?.name ?? null, number, user: null, contact: callee?.contact ?? null };
}

/** The user of ours who called, where a user did. */
export function callerInside(record: Conversation): Party {
  const from = record.from ?? seenCalls(record)[0]?.from ?? null;
  return from ? { name: from.name, number: from.number, user: from.user, contact: null } : NOBODY;
}

const isGone = (leg: Leg) => leg.ended_at !== null;

/** Legs on the line of whom one hears or who ring, the caller and who listens in apart. */
function othersOn(call: Call): Leg[] {
  return call.legs.filter((leg) => !isGone(leg) && leg.role !== 'caller' && leg.role !== 'supervisor');
}

/** Who talks with the outside party right now, or whose phones ring for it. */
export function withWhom(record: Conversation): Party[] {
  const call = mainCall(record);
  if (!call) return [];
  if (directionOf(record) === 'outbound') return [callerInside(record)];
  const others = othersOn(call);
  const talking = others.filter((leg) => leg.answered_at !== null);
  return (talking.length > 0 ? talking : others).map(partyOf);
}

/** Whom the inside party consults right now, while the outside party waits. */
export function consulted(record: Conversation): Party | null {
  const call = seenCalls(record).find((one) => one.origin === 'consultation' && isLiveState(one.state));
  const leg = call?.legs.find((one) => one.role === 'consulted' && !isGone(one));
  return leg ? partyOf(leg) : null;
}

/** The directory keys of the queues that it was in, each once, in order. */
export function queuesOf(record: Conversation): string[] {
  const names = record.queues.map((queue) => queue.name).filter((name): name is string => name !== null);
  return [...new Set(names)];
}

/** The queue under which it stands: the one it waits in or was in last, else the one it is assigned to. */
export function queueOf(record: Conversation): string | null {
  return queuesOf(record).at(-1) ?? mainCall(record)?.assigned.queue ?? null;
}

function latest(...moments: (string | null | undefined)[]): string | null {
  const told = moments.filter((moment): moment is string => Boolean(moment));
  return told.length === 0 ? null : told.reduce((one, other) => (Date.parse(other) > Date.parse(one) ? other : one));
}

function earliest(moments: (string | null | undefined)[]): string | null {
  const told = moments.filter((moment): moment is string => Boolean(moment));
  return told.length === 0 ? null : told.reduce((one, other) => (Date.parse(other) < Date.parse(one) ? other : one));
}

/** Since when it is in the state it is in, as well as the record knows. */
export function since(record: Conversation): string | null {
  const call = mainCall(record);
  const began = call?.started_at ?? record.started_at;
  const others = call ? othersOn(call) : [];
  switch (stateOf(record)) {
    case 'queued':
      return record.queues.findLast((queue) => queue.outcome === null)?.joined_at ?? began;
    case 'held':
      return record.holds.findLast((hold) => hold.ended_at === null)?.started_at ?? began;
    case 'parked':
      return record.parked.findLast((parking) => parking.ended_at === null)?.at ?? began;
    case 'menu':
      return record.menus.findLast((menu) => menu.left_at === null)?.entered_at ?? began;
    case 'ringing':
      return earliest(others.filter((leg) => !leg.answered_at).map((leg) => leg.ringing_at ?? leg.offered_at)) ?? began;
    case 'talking':
    case 'conference': {
      const resumed = record.holds.filter((hold) => hold.call === call?.id).map((hold) => hold.ended_at);
      return latest(earliest(others.map((leg) => leg.answered_at)), ...resumed) ?? call?.answered_at ?? began;
    }
    case 'voicemail':
      return latest(began, ...(call?.legs ?? []).map((leg) => leg.ended_at)) ?? began;
    case 'ended':
      return record.ended_at ?? began;
    default:
      return began;
  }
}

/** Seconds until somebody spoke with the caller, or until it was over without: what the caller waited, the menu apart. */
export function waitedSeconds(record: Figures): number | null {
  const told = [record.ring_s, record.queue_s, record.menu_s];
  if (told.every((seconds) => seconds === null)) return null;
  const waited = (record.ring_s ?? 0) + (record.queue_s ?? 0);
  return waited > 0 ? waited : null;
}

/** Whether the record says that something of it is not known. */
export function hasGaps(record: Conversation): boolean {
  return (record.gaps?.length ?? 0) > 0;
}

/** Whether the length of its talk is only a least one, because its end was lost. */
export function isTalkOpen(record: Conversation): boolean {
  return (record.gaps ?? []).some((gap) => gap.what === 'lost_end') && (record.talk_s ?? 0) > 0;
}
