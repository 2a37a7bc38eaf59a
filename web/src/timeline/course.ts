// The course of a conversation from the outside party's side: lane 0, which read alone tells the call. What Strip draws,
// and what the first lane of the whole picture is. Pure; seconds count from the beginning, `e` is null while it goes on.

import type { Conversation } from '../api/client';
import { isLive, seenCalls } from '../record/about';
import { keyOf, mainLeg, members } from './parties';
import { hasGap, layered, legPhases, loggedPhases, ms, phasesOf, type Kind, type Phase } from './phases';

export interface CourseBar {
  kind: Kind;
  s: number;
  e: number | null;
}

export interface Course {
  /** When it began, in milliseconds. */
  start: number;
  bars: CourseBar[];
  /** Seconds at which somebody handed the call over. */
  notches: number[];
  /** Seconds at which it ended without anybody having taken it; null if somebody did, or it goes on. */
  lost: number | null;
  /** Its length in seconds; null while it goes on. */
  length: number | null;
  /** Whether its end is not known. */
  isOpen: boolean;
}

const TAKEN: ReadonlySet<string> = new Set(['answered', 'voicemail', 'ivr']);

/** When a conversation began, as far as what is seen of it tells. */
export function startOf(record: Conversation): number {
  const calls = seenCalls(record).map((call) => Date.parse(call.started_at));
  return ms(record.started_at) ?? (calls.length > 0 ? Math.min(...calls) : 0);
}

/** When it ended, Infinity while it goes on. */
export function endOf(record: Conversation): number {
  if (isLive(record)) return Infinity;
  const calls = seenCalls(record);
  const ends = calls.map((call) => ms(call.ended_at) ?? ms(call.started_at) ?? 0);
  const last = ms(record.ended_at) ?? Math.max(startOf(record), ...ends);
  return record.ended_at ? last : Math.max(last, ...loggedPhases(record).map((phase) => phase.e));
}

/** The phases of the party that the conversation is with, on one line. */
export function mainPhases(record: Conversation): Phase[] {
  if (record.state === 'logged') return loggedPhases(record);
  const leg = mainLeg(record);
  if (!leg) return seenCalls(record).flatMap((call) => phasesOf(record, call));
  const key = keyOf(leg);
  const mine = members(record).filter((member) => keyOf(member.leg) === key);
  const phases = mine.flatMap(({ call, leg: own }) => {
    if (own.role === 'caller') return phasesOf(record, call).map((phase) => clip(phase, own.ended_at));
    return own.id === leg.id ? phasesOf(record, call) : legPhases(record, call, own);
  });
  return layered(phases.filter((phase) => phase.e > phase.s));
}

function clip(phase: Phase, ended: string | null): Phase {
  const end = ms(ended);
  return end === null ? phase : { ...phase, e: Math.min(phase.e, end) };
}

/** What the outside party went through. */
export function courseOf(record: Conversation): Course {
  const start = startOf(record);
  const end = endOf(record);
  const seconds = (at: number) => Math.max(0, (at - start) / 1000);
  const ended = Number.isFinite(end);
  const bars = mainPhases(record).map(({ kind, s, e }) => {
    const last = Math.min(e, end);
    return { kind, s: seconds(s), e: Number.isFinite(last) ? seconds(last) : null };
  });
  const outcome = record.outcome;
  return {
    start,
    bars: joined(bars),
    notches: record.transfers.map((transfer) => seconds(Date.parse(transfer.at))),
    lost: ended && outcome !== null && !TAKEN.has(outcome) && record.state !== 'logged' ? seconds(end) : null,
    length: ended ? seconds(end) : null,
    isOpen: ended && hasGap(record, 'lost_end'),
  };
}

/** Without the parties equal neighbours are one bar. */
function joined(bars: CourseBar[]): CourseBar[] {
  const out: CourseBar[] = [];
  for (const bar of bars) {
    const last = out.at(-1);
    if (last && last.kind === bar.kind && last.e !== null && Math.abs(last.e - bar.s) < 0.05) last.e = bar.e;
    else out.push({ ...bar });
  }
  return out;
}
