// The words behind bars: why a bar ended, in the empty time that follows it. Pure; the words themselves are in words/en/timeline.ts.

import type { Conversation } from '../api/client';
import { seenCalls, type Leg } from '../record/about';
import { keyOf, members } from './parties';
import type { Lane } from './model';
import { ms } from './phases';

export type NoteWhat =
  | 'transferred' | 'elsewhere' | 'no_answer' | 'busy' | 'declined' | 'unavailable' | 'failed' | 'picked_up' | 'forwarded'
  | 'cancelled' | 'hung_up' | 'gave_up' | 'not_taken';

export interface Note {
  t: number;
  /** Where the next bar of its lane begins; null if none follows. */
  until: number | null;
  what: NoteWhat;
  /** Key of the lane, or number, that it speaks of. */
  to: string | null;
  announced: boolean | null;
  /** How long it rang, in seconds. */
  rang: number | null;
}

type Seconds = (at: number) => number | null;

const RANG: Partial<Record<NonNullable<Leg['end']>, NoteWhat>> = {
  elsewhere: 'elsewhere', no_answer: 'no_answer', busy: 'busy', declined: 'declined', unavailable: 'unavailable',
  failed: 'failed', picked_up: 'picked_up', forwarded: 'forwarded', cancelled: 'cancelled',
};

/** The notes of every lane, by its key. */
export function notesOf(record: Conversation, lanes: Lane[], seconds: Seconds): Map<string, Note[]> {
  const notes = new Map<string, Note[]>(lanes.map((lane) => [lane.key, []]));
  const add = (key: string, note: Omit<Note, 'until'>) => notes.get(key)?.push({ ...note, until: null });
  const mainKey = lanes[0]?.key ?? '';
  for (const { leg } of members(record)) {
    const what = leg.answered_at === null && leg.end ? RANG[leg.end] : undefined;
    if (!what || keyOf(leg) === mainKey || leg.role === 'caller') continue;
    const t = seconds(ms(leg.ended_at) ?? 0) ?? 0;
    const from = ms(leg.ringing_at);
    const rang = from === null ? null : Math.max(0, t - (seconds(from) ?? 0));
    const to = what === 'picked_up' ? (record.pickup?.by ?? null) : what === 'forwarded' ? forwardOf(record, leg) : null;
    add(keyOf(leg), { t, what, to, announced: null, rang });
  }
  handOvers(record, add, seconds);
  endNote(record, lanes, add, seconds);
  for (const lane of lanes) settle(lane, notes.get(lane.key) ?? []);
  return notes;
}

function forwardOf(record: Conversation, leg: Leg): string | null {
  return record.forwards.find((forward) => forward.by === leg.number || forward.by === leg.e164)?.to ?? null;
}

type Add = (key: string, note: Omit<Note, 'until'>) => void;

function handOvers(record: Conversation, add: Add, seconds: Seconds): void {
  const keys = new Map(members(record).map(({ leg }) => [leg.number ?? '', keyOf(leg)]));
  const calls = seenCalls(record);
  for (const transfer of record.transfers) {
    const target = calls.find((call) => call.id === transfer.call)?.legs.find((leg) => leg.role !== 'caller');
    const giver = keys.get(transfer.by ?? '');
    if (!giver) continue;
    const t = seconds(ms(transfer.at) ?? 0) ?? 0;
    const to = target ? keyOf(target) : transfer.to;
    add(giver, { t, what: 'transferred', to, announced: transfer.kind === 'attended', rang: null });
  }
}

/** Who hung up, or on the first lane how it ended if nobody took it. */
function endNote(record: Conversation, lanes: Lane[], add: Add, seconds: Seconds): void {
  const end = seconds(ms(record.ended_at) ?? Infinity);
  const main = lanes[0];
  if (end === null || !main || record.state === 'logged') return;
  const isTaken = record.outcome === 'answered' || record.outcome === 'voicemail' || record.outcome === 'ivr';
  const by = record.ended_by;
  const hasGivenUp = by?.side === 'caller' && (record.outcome === 'abandoned' || record.outcome === 'cancelled');
  const rest = { t: end, to: null, announced: null, rang: null };
  if (!isTaken && record.outcome) return add(main.key, { ...rest, what: hasGivenUp ? 'gave_up' : 'not_taken' });
  if (!by?.side || by.side === 'system') return;
  const keys = new Map(members(record).map(({ leg }) => [leg.number ?? '', keyOf(leg)]));
  add(keys.get(by.number ?? '') ?? main.key, { ...rest, what: 'hung_up' });
}

/** Of what ended at one moment the weightiest word stands, and each ends where the next bar begins. */
function settle(lane: Lane, notes: Note[]): void {
  notes.sort((one, other) => one.t - other.t);
  const kept = notes.filter((note, index) => !notes.slice(index + 1).some((later) => later.t - note.t < 0.05));
  for (const note of kept) note.until = lane.bars.find((bar) => bar.s >= note.t - 0.05 && (bar.e ?? Infinity) > note.t)?.s ?? null;
  notes.splice(0, notes.length, ...kept);
}

/** Above `most`, phones that only rang and never spoke stand on one lane. */
export function mergePhones(lanes: Lane[], most: number): Lane[] {
  const only = lanes.filter((lane, index) => index > 0 && isOnlyRung(lane));
  if (only.length <= most) return lanes;
  const first = only[0]!;
  const bars = only.flatMap((lane) => lane.bars).sort((one, other) => one.s - other.s);
  const joined: typeof bars = [];
  for (const bar of bars) {
    const last = joined.at(-1);
    if (last && (last.e === null || bar.s <= last.e + 0.05)) last.e = last.e === null || bar.e === null ? null : Math.max(last.e, bar.e);
    else joined.push({ ...bar });
  }
  const kinds = new Set(only.map((lane) => lane.notes.at(-1)?.what));
  const notes = kinds.size === 1 ? first.notes.slice(-1) : [];
  const group: Lane = { ...first, key: 'phones', bars: joined, notes, phones: only.length };
  return [...lanes.filter((lane) => !only.includes(lane)), group];
}

function isOnlyRung(lane: Lane): boolean {
  return lane.mailbox === null && lane.bars.every((bar) => bar.kind === 'ring') && !lane.notes.some((note) => note.what === 'transferred');
}
