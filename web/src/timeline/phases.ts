// What every moment of a call is, as bars: talk, hold, ringing, queue … (rule N10 of the record), for the party that the
// conversation is with and for each other leg. Pure, and total: a record that says little gives few bars, never an error.
// It must never read a clock: what goes on still ends at Infinity, and only who draws it knows how late it is.
// One more kind: a case of Kind, a span in spansOf, a look in grammar.css, a word in words/en/timeline.ts.

import type { Conversation } from '../api/client';
import { isLiveState, seenCalls, type Call, type Leg } from '../record/about';

/** How a stretch of time is drawn; `none` is time of which nothing is known. */
export type Kind = 'talk' | 'ask' | 'msg' | 'hold' | 'park' | 'ring' | 'queue' | 'menu' | 'none';

/** A stretch of one kind, in milliseconds since 1970; `e` is Infinity while it goes on. */
export interface Phase {
  kind: Kind;
  s: number;
  e: number;
  call: string;
  /** Ids of the legs that it is shared with. */
  legs: string[];
}

type Span = Phase & { rank: number };

const RANK: Record<Kind, number> = { talk: 9, ask: 9, park: 6, msg: 5, queue: 4, menu: 3, ring: 2, hold: 0, none: 0 };

export function ms(moment: string | null | undefined): number | null {
  if (!moment) return null;
  const at = Date.parse(moment);
  return Number.isNaN(at) ? null : at;
}

/** A moment, or Infinity where the end is not told. */
export const until = (moment: string | null | undefined): number => ms(moment) ?? Infinity;

export function hasGap(record: Conversation, ...what: string[]): boolean {
  return (record.gaps ?? []).some((gap) => what.includes(gap.what));
}

/** Who hears the talk of a call from the first moment that he is in it; who only listens is heard by nobody. */
const speaks = (leg: Leg) => leg.role !== 'supervisor';

/** When a leg began to ring; without a word of it when it was offered, but not where the beginning was never told. */
export function rangFrom(record: Conversation, leg: Leg): number | null {
  return ms(leg.ringing_at) ?? (leg.answered_at && hasGap(record, 'late_start') ? null : ms(leg.offered_at));
}

/** The legs of those who were added to a call by calls of their own. */
function addedLegs(record: Conversation, call: Call): Leg[] {
  return seenCalls(record).filter((one) => one.origin === 'conference' && one.parent === call.id).flatMap((one) => one.legs);
}

function talkSpans(record: Conversation, call: Call): Span[] {
  const last = call.state === 'ended' ? until(call.talk_ended_at ?? call.ended_at) : Infinity;
  const kind: Kind = call.origin === 'consultation' ? 'ask' : 'talk';
  const others = call.legs.filter((leg) => leg.role !== 'caller' && speaks(leg));
  const spans = others.flatMap((leg) => talkOf(leg, last, kind, call));
  const added = addedLegs(record, call).flatMap((leg) => talkOf(leg, Infinity, kind, call));
  return [...spans, ...added, ...roomSpans(call)];
}

function talkOf(leg: Leg, last: number, kind: Kind, call: Call): Span[] {
  const s = ms(leg.answered_at);
  const e = Math.min(until(leg.ended_at), last);
  return s === null || e <= s ? [] : [{ kind, s, e, call: call.id, legs: [leg.id], rank: RANK[kind] }];
}

/** Time in a room, whoever else is in it. */
function roomSpans(call: Call): Span[] {
  const s = ms(call.answered_at);
  if (s === null || (call.conference_s <= 0 && call.state !== 'conference')) return [];
  return [{ kind: 'talk', s, e: until(call.talk_ended_at ?? call.ended_at), call: call.id, legs: [], rank: 8 }];
}

function mailboxSpans(record: Conversation, call: Call): Span[] {
  if (record.voicemail?.call !== call.id) return [];
  const e = until(call.ended_at);
  const before = call.legs.filter((leg) => leg.role !== 'caller').map((leg) => ms(leg.ended_at) ?? 0);
  const s = Number.isFinite(e) ? e - call.voicemail_s * 1000 : Math.max(ms(call.started_at) ?? 0, ...before);
  const recording = record.recordings.find((one) => one.kind === 'voicemail' && one.call === call.id);
  const begins = Math.max(s, ms(recording?.started_at) ?? s);
  const spoken: Kind = record.voicemail.message_left === false ? 'menu' : 'msg';
  const span = (kind: Kind, from: number, to: number): Span => ({ kind, s: from, e: to, call: call.id, legs: [], rank: RANK.msg });
  return [span('menu', s, begins), span(spoken, begins, e)].filter((one) => one.e > one.s);
}

function waitSpans(record: Conversation, call: Call): Span[] {
  const over = until(call.ended_at);
  const span = (kind: Kind, s: number | null, e: number): Span[] =>
    s === null || e <= s ? [] : [{ kind, s, e, call: call.id, legs: [], rank: RANK[kind] }];
  const mine = <T extends { call: string | null }>(list: T[]) => list.filter((one) => one.call === call.id);
  const queues = mine(record.queues).flatMap((queue) => {
    const s = ms(queue.joined_at);
    const e = queue.wait_s !== null ? (s ?? 0) + queue.wait_s * 1000 : queue.outcome === null ? over : until(call.answered_at);
    return span('queue', s, Math.min(e, over));
  });
  const menus = mine(record.menus).flatMap((menu) => span('menu', ms(menu.entered_at), Math.min(until(menu.left_at), over)));
  const parked = mine(record.parked).flatMap((one) => span('park', ms(one.at), Math.min(until(one.ended_at), over)));
  return [...queues, ...menus, ...parked, ...playbackSpans(call, menus.length > 0)];
}

/** What the phone system played before anything was dialled has no entry of its own, only seconds. */
function playbackSpans(call: Call, hasMenus: boolean): Span[] {
  if (hasMenus || (call.menu_s <= 0 && call.state !== 'menu')) return [];
  const caller = call.legs.find((leg) => leg.role === 'caller');
  const s = ms(caller?.answered_at) ?? ms(call.started_at) ?? 0;
  const dialled = call.legs.filter((leg) => leg.role !== 'caller').map((leg) => ms(leg.offered_at) ?? Infinity);
  const e = Math.min(until(call.ended_at), ...dialled);
  return e > s ? [{ kind: 'menu', s, e, call: call.id, legs: [], rank: RANK.menu }] : [];
}

function ringSpans(record: Conversation, call: Call): Span[] {
  return call.legs.filter(speaks).flatMap((leg) => {
    const s = leg.role === 'caller' ? ms(leg.ringing_at) : rangFrom(record, leg);
    const e = Math.min(until(leg.answered_at ?? leg.ended_at), until(call.ended_at));
    return s === null || e <= s ? [] : [{ kind: 'ring' as const, s, e, call: call.id, legs: [leg.id], rank: RANK.ring }];
  });
}

/** Of a call that nobody told the times of, its seconds say how it went: the talk stands at its end. */
function statedSpans(call: Call): Span[] {
  const end = ms(call.ended_at);
  const talk = call.talk_s + call.conference_s;
  if (end === null || talk <= 0) return [];
  return [{ kind: 'talk', s: end - talk * 1000, e: end, call: call.id, legs: [], rank: RANK.talk }];
}

/** Everything that holds at some time of a call, most of all first where they overlap. */
function spansOf(record: Conversation, call: Call): Span[] {
  const talks = talkSpans(record, call);
  const isTalkTold = talks.length > 0 || call.origin === 'consultation';
  const spans = [
    ...(isTalkTold ? talks : statedSpans(call)),
    ...mailboxSpans(record, call),
    ...waitSpans(record, call),
    ...ringSpans(record, call),
  ];
  return spans.sort((one, other) => other.rank - one.rank);
}

/** The phases of a whole call, without holes: a moment that nothing tells of goes on as it was (N10). */
export function phasesOf(record: Conversation, call: Call): Phase[] {
  const start = ms(call.started_at) ?? 0;
  const end = until(call.ended_at ?? (isLiveState(call.state) ? null : call.changed_at));
  const spans = spansOf(record, call);
  const holds = record.holds.filter((hold) => hold.call === call.id);
  const edges = [...spans.flatMap((span) => [span.s, span.e]), ...holds.flatMap((hold) => [ms(hold.started_at) ?? start, until(hold.ended_at)])];
  const cuts = [...new Set([start, end, ...edges])].filter((at) => at >= start && at <= end).sort((one, other) => one - other);
  const phases: Phase[] = [];
  let before: Kind = hasGap(record, 'late_start') && !call.parent ? 'none' : 'ring';
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const [s, e] = [cuts[i]!, cuts[i + 1]!];
    const within = spans.filter((span) => span.s <= s && span.e >= e);
    const top = within[0];
    const isHeld = top?.kind === 'talk' && holds.some((hold) => (ms(hold.started_at) ?? start) <= s && until(hold.ended_at) >= e);
    const legs = top ? within.filter((span) => span.kind === top.kind).flatMap((span) => span.legs) : [];
    before = top?.kind ?? before;
    push(phases, { kind: isHeld ? 'hold' : before, s, e, call: call.id, legs });
  }
  return phases;
}

/** The phases of one leg that is not the caller's: it rings, it talks, the call is on hold. */
export function legPhases(record: Conversation, call: Call, leg: Leg): Phase[] {
  const phases: Phase[] = [];
  const over = Math.min(until(leg.ended_at), call.state === 'ended' ? until(call.ended_at) : Infinity);
  const answered = ms(leg.answered_at);
  const rang = rangFrom(record, leg);
  const rest = { call: call.id, legs: [leg.id] };
  // Who listens, or goes on from another call, never rang.
  const wentOn = answered !== null && leg.ringing_at === null && answered <= (ms(leg.offered_at) ?? 0);
  if (rang !== null && speaks(leg) && !wentOn) push(phases, { kind: 'ring', s: rang, e: Math.min(answered ?? over, over), ...rest });
  if (answered === null || over <= answered) return phases;
  const isUnheard = call.origin === 'consultation' || leg.role === 'supervisor';
  const last = call.state === 'ended' && call.talk_ended_at ? Math.min(over, until(call.talk_ended_at)) : over;
  let at = answered;
  const holds = isUnheard ? [] : record.holds.filter((hold) => hold.call === call.id);
  for (const hold of holds) {
    const [s, e] = [Math.max(at, ms(hold.started_at) ?? at), Math.min(until(hold.ended_at), last)];
    if (e <= s) continue;
    push(phases, { kind: 'talk', s: at, e: s, ...rest });
    push(phases, { kind: 'hold', s, e, ...rest });
    at = e;
  }
  push(phases, { kind: isUnheard ? 'ask' : 'talk', s: at, e: last, ...rest });
  return phases;
}

/** A call that was written down and never on a line: one stretch, as far as its seconds tell. */
export function loggedPhases(record: Conversation): Phase[] {
  const call = seenCalls(record)[0];
  const s = ms(record.started_at ?? call?.started_at);
  if (s === null) return [];
  const talk = (record.talk_s ?? 0) + (record.conference_s ?? 0);
  const e = ms(record.ended_at) ?? s + Math.max(record.total_s ?? 0, talk) * 1000;
  const begins = ms(record.answered_at) ?? (talk > 0 ? e - talk * 1000 : e);
  const phases: Phase[] = [];
  push(phases, { kind: 'ring', s, e: begins, call: call?.id ?? '', legs: [] });
  push(phases, { kind: 'talk', s: begins, e, call: call?.id ?? '', legs: [] });
  return phases;
}

/** Adds a phase; one that has no length is left out, and equal neighbours are one. */
export function push(phases: Phase[], phase: Phase): void {
  if (!(phase.e > phase.s)) return;
  const last = phases.at(-1);
  const isSame = last && last.kind === phase.kind && last.call === phase.call && last.e === phase.s;
  if (isSame && sameLegs(last, phase)) last.e = phase.e;
  else phases.push({ ...phase });
}

/** Whoever else begins or stops ringing, ringing is ringing; a talk is another one with another party. */
function sameLegs(one: Phase, other: Phase): boolean {
  if (one.kind !== 'talk' && one.kind !== 'ask') return true;
  return one.legs.length === other.legs.length && one.legs.every((leg) => other.legs.includes(leg));
}

const COVERS: Record<Kind, number> = { ask: 6, talk: 5, msg: 4, ring: 3, queue: 3, menu: 3, hold: 2, park: 2, none: 1 };

/** Lays the phases of one party's calls on one line: what says more covers what says less. */
export function layered(phases: Phase[]): Phase[] {
  const ranked = [...phases].sort((one, other) => COVERS[other.kind] - COVERS[one.kind] || other.s - one.s);
  const laid: Phase[] = [];
  for (const phase of ranked) {
    let rest: Phase[] = [phase];
    for (const over of laid) rest = rest.flatMap((part) => minus(part, over));
    laid.push(...rest);
  }
  const line: Phase[] = [];
  for (const phase of laid.sort((one, other) => one.s - other.s)) push(line, phase);
  return line;
}

function minus(phase: Phase, over: Phase): Phase[] {
  if (over.e <= phase.s || over.s >= phase.e) return [phase];
  const parts = [{ ...phase, e: over.s }, { ...phase, s: over.e }];
  return parts.filter((part) => part.e > part.s);
}
