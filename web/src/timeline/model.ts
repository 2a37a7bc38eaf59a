// The whole picture of a conversation: lanes of parties, bars on them, ties between lanes (answers, hand-overs), bands (who hears
// whom), notes behind bars (why a bar ended), and the brackets of its calls. Pure: seconds from the beginning in, seconds out;
// what goes on has an end of null. It must never measure pixels (fold.ts, ticks.ts) nor write words (words/en/timeline.ts).
// One more mark: a field here, its drawing in Timeline.svelte, a sentence in model.test.ts.

import type { Conversation } from '../api/client';
import { seenCalls, type Call, type Party } from '../record/about';
import { bracketsOf, type Bracket } from './brackets';
import { endOf, mainPhases, startOf } from './course';
import { mergePhones, notesOf, type Note } from './notes';
import { keyOf, mainLeg, members, partyOf, type Member } from './parties';
import { hasGap, layered, legPhases, ms, phasesOf, until, type Kind, type Phase } from './phases';

export interface LaneBar {
  kind: Kind;
  s: number;
  e: number | null;
  call: string;
  /** Keys of the lanes that it is shared with; of the first lane only. */
  with: string[];
  /** Of a consultation: whether this is whom somebody asked. */
  isAsked: boolean;
}

export interface Lane {
  key: string;
  party: Party;
  /** The mailbox that stands here instead of a party. */
  mailbox: string | null;
  bars: LaneBar[];
  notes: Note[];
  /** Of phones that only rang and stand on one lane: how many. */
  phones: number;
  /** Who only listens. */
  isListening: boolean;
}

export interface Tie {
  kind: 'join' | 'asks' | 'over' | 'divert';
  t: number;
  /** Lane numbers. */
  a: number;
  b: number;
  /** Announced. */
  double: boolean;
}

export interface Band {
  s: number;
  e: number | null;
  a: number;
  b: number;
  isAsk: boolean;
}

export interface Picture {
  start: number;
  /** Seconds; null while it goes on. */
  length: number | null;
  lanes: Lane[];
  ties: Tie[];
  bands: Band[];
  calls: Bracket[];
  /** From when on nothing is known, in seconds; null if the end was told. */
  unknownFrom: number | null;
}

export interface PictureLook {
  /** Whether phones that only rang have a lane each. */
  phones?: boolean;
}

/** More phones than this that only rang are one lane. */
export const PHONES_MAX = 4;
/** A bar of less is a moment and no stretch: legs that go on in another call meet with a few milliseconds between them. */
const MOMENT_S = 0.02;

/** The picture of a record. */
export function pictureOf(record: Conversation, look: PictureLook = {}): Picture {
  const start = startOf(record);
  const end = endOf(record);
  const seconds = (at: number) => (Number.isFinite(at) ? Math.max(0, (Math.min(at, end) - start) / 1000) : null);
  const draft = lanesOf(record, seconds);
  const notes = notesOf(record, draft, seconds);
  for (const lane of draft) lane.notes = notes.get(lane.key) ?? [];
  const lanes = look.phones ? draft : mergePhones(draft, PHONES_MAX);
  const at = indexOf(record, lanes);
  return {
    start,
    length: seconds(end),
    lanes,
    ties: tiesOf(record, at, (moment) => seconds(moment) ?? 0),
    bands: bandsOf(record, lanes, at),
    calls: bracketsOf(record, seconds),
    unknownFrom: Number.isFinite(end) && hasGap(record, 'lost_end') ? seconds(end) : null,
  };
}

type Seconds = (at: number) => number | null;

function lanesOf(record: Conversation, seconds: Seconds): Lane[] {
  const main = mainLeg(record);
  const mainKey = main ? keyOf(main) : 'main';
  const byKey = new Map<string, Member[]>();
  for (const member of members(record)) {
    const key = keyOf(member.leg);
    byKey.set(key, [...(byKey.get(key) ?? []), member]);
  }
  const first = lane(mainKey, main ? partyOf(main) : fromOf(record));
  first.bars = bars(record, mainPhases(record), seconds, true, mainKey);
  const others = [...byKey].filter(([key]) => key !== mainKey).map(([key, mine]) => {
    const named = mine.findLast(({ leg }) => leg.name !== null) ?? mine[0]!;
    const other = lane(key, partyOf(named.leg));
    other.isListening = mine.every(({ leg }) => leg.role === 'supervisor');
    other.bars = bars(record, layered(mine.flatMap((member) => ownPhases(record, member))), seconds, false, key);
    return other;
  });
  return [first, ...others, ...mailboxLane(record, seconds)];
}

/** What one leg of a party did: a caller has the phases of his call, everybody else those of his leg. */
function ownPhases(record: Conversation, { call, leg }: Member): Phase[] {
  if (leg.role !== 'caller') return legPhases(record, call, leg);
  const end = until(leg.ended_at);
  const phases = phasesOf(record, call).map((phase) => ({ ...phase, e: Math.min(phase.e, end) }));
  return phases.filter((phase) => phase.e > phase.s);
}

function lane(key: string, party: Party): Lane {
  return { key, party, mailbox: null, bars: [], notes: [], phones: 0, isListening: false };
}

function fromOf(record: Conversation): Party {
  const from = record.from ?? seenCalls(record)[0]?.from ?? null;
  return { name: from?.name ?? null, number: from?.e164 ?? from?.number ?? null, user: from?.user ?? null, contact: null };
}

function bars(record: Conversation, phases: Phase[], seconds: Seconds, isMain: boolean, own: string): LaneBar[] {
  const keys = new Map(isMain ? members(record).map(({ leg }) => [leg.id, keyOf(leg)]) : []);
  const callers = new Map(members(record).filter(({ leg }) => leg.role === 'caller').map(({ call, leg }) => [call.id, keyOf(leg)]));
  const drawn = phases.map(({ kind, s, e, call, legs }) => {
    // Of whom was called himself, who called is the other side.
    const parties = legs.map((leg) => keys.get(leg)).map((key) => (key === own ? callers.get(call) : key));
    const others = parties.filter((key): key is string => key !== undefined && key !== own);
    const whom = kind === 'talk' || kind === 'ask' ? [...new Set(others)] : [];
    const isAsked = kind === 'ask' && callers.get(call) !== own;
    return { kind, s: seconds(s) ?? 0, e: seconds(e), call, with: isMain ? whom : [], isAsked };
  });
  return drawn.filter((bar) => bar.e === null || bar.e - bar.s > MOMENT_S || drawn.length === 1);
}

function mailboxLane(record: Conversation, seconds: Seconds): Lane[] {
  const call = seenCalls(record).find((one) => one.id === record.voicemail?.call);
  if (!call || !record.voicemail) return [];
  const own = lane('voicemail', { name: null, number: null, user: null, contact: null });
  own.mailbox = record.voicemail.mailbox?.split('@')[0] ?? '';
  const phases = phasesOf(record, call);
  const from = until(call.ended_at) - call.voicemail_s * 1000;
  const begins = Number.isFinite(from) ? from - 1 : (phases.at(-1)?.s ?? 0);
  own.bars = bars(record, phases.filter((phase) => phase.s >= begins), seconds, false, own.key);
  return [own];
}

type LaneAt = (key: string | null | undefined) => number;

/** Which lane a party, or a number, stands on; -1 for none. */
function indexOf(record: Conversation, lanes: Lane[]): LaneAt {
  const at = new Map(lanes.map((one, index) => [one.key, index]));
  for (const { leg } of members(record)) {
    const index = at.get(keyOf(leg));
    for (const number of [leg.number, leg.e164]) if (number && index !== undefined && !at.has(number)) at.set(number, index);
  }
  return (key) => (key ? (at.get(key) ?? -1) : -1);
}

/** The lane of whom a call was for: who answered it, else the first that was offered. */
function targetOf(call: Call | undefined, at: LaneAt): number {
  const others = call?.legs.filter((leg) => leg.role !== 'caller') ?? [];
  const leg = others.find((one) => one.answered_at) ?? others[0];
  return leg ? at(keyOf(leg)) : -1;
}

function tiesOf(record: Conversation, at: LaneAt, seconds: (moment: number) => number): Tie[] {
  const calls = seenCalls(record);
  const tie = (kind: Tie['kind'], moment: string | null | undefined, a: number, b: number, double = false): Tie[] => {
    const t = ms(moment);
    return t === null || a < 0 || b < 0 ? [] : [{ kind, t: seconds(t), a, b, double }];
  };
  const answers = calls.filter((call) => call.origin !== 'consultation' && call.origin !== 'transfer').flatMap((call) => {
    const leg = call.legs.filter((one) => one.role !== 'caller' && one.role !== 'supervisor').find((one) => one.answered_at);
    return leg && at(keyOf(leg)) > 0 ? tie('join', leg.answered_at, 0, at(keyOf(leg))) : [];
  });
  const asks = calls.filter((call) => call.origin === 'consultation').flatMap((call) => {
    const caller = call.legs.find((leg) => leg.role === 'caller');
    return tie('asks', call.started_at, caller ? at(keyOf(caller)) : -1, targetOf(call, at));
  });
  const overs = record.transfers.flatMap((transfer) => {
    const into = calls.find((call) => call.id === transfer.call);
    const target = targetOf(into, at);
    if (transfer.by === null) return tie('divert', transfer.at, targetOf(calls.find((call) => call.id === into?.parent), at), target);
    const from = at(transfer.by);
    return tie('over', transfer.at, from, target < 0 ? from : target, transfer.kind === 'attended');
  });
  const forwards = record.forwards.flatMap((forward) => tie('divert', forward.at, at(forward.by), at(forward.to)));
  const taken = calls.find((call) => call.id === record.pickup?.call)?.legs.find((leg) => leg.end === 'picked_up');
  const pickup = tie('divert', taken?.ended_at, at(record.pickup?.from), at(record.pickup?.by));
  return [...answers, ...asks, ...overs, ...forwards, ...pickup, ...mailboxTie(record, at, tie)];
}

function mailboxTie(
  record: Conversation,
  at: LaneAt,
  tie: (kind: 'divert', moment: string | null, a: number, b: number) => Tie[],
): Tie[] {
  const call = seenCalls(record).find((one) => one.id === record.voicemail?.call);
  const last = call?.legs.filter((leg) => leg.role !== 'caller' && leg.ended_at).at(-1);
  return last ? tie('divert', last.ended_at, at(keyOf(last)), at('voicemail')) : [];
}

/** A band hangs from a party down to each that hears it. */
function bandsOf(record: Conversation, lanes: Lane[], at: LaneAt): Band[] {
  const asking = new Map(seenCalls(record).map((call) => [call.id, call.legs.find((leg) => leg.role === 'caller')]));
  const adds = new Set(seenCalls(record).filter((call) => call.origin === 'conference').map((call) => call.id));
  return lanes.flatMap((one, b) => (b === 0 ? [] : one.bars).flatMap((bar): Band[] => {
    if (bar.kind !== 'talk' && bar.kind !== 'ask' && bar.kind !== 'msg') return [];
    const caller = asking.get(bar.call);
    const a = bar.kind === 'msg' || adds.has(bar.call) || one.isListening ? 0 : isWithMain(lanes, bar) ? 0 : caller ? at(keyOf(caller)) : -1;
    return a < 0 || a === b ? [] : [{ s: bar.s, e: bar.e, a, b, isAsk: bar.kind === 'ask' }];
  }));
}

function isWithMain(lanes: Lane[], bar: LaneBar): boolean {
  return bar.kind === 'talk' && (lanes[0]?.bars.some((main) => main.call === bar.call && main.kind === 'talk') ?? false);
}
