// Which call of a conversation a stretch belongs to: brackets below the lanes, numbered 1, 2, 3 as they follow on each other, and
// 1a, 1b for what was dialled beside call 1 to consult or to add somebody. Pure.

import type { Conversation } from '../api/client';
import { seenCalls, type Call } from '../record/about';
import { ms, until } from './phases';

export interface Bracket {
  id: string;
  label: string;
  s: number;
  e: number | null;
  row: number;
  call: Call;
}

const isBeside = (call: Call) => call.parent !== null && (call.origin === 'consultation' || call.origin === 'conference');

/** The labels of the calls that are seen, by id. */
export function labelsOf(record: Conversation): Map<string, string> {
  const labels = new Map<string, string>();
  const besides = new Map<string, number>();
  let number = 0;
  const calls = seenCalls(record);
  for (const call of calls.filter((one) => !isBeside(one))) labels.set(call.id, String((number += 1)));
  for (const call of calls.filter(isBeside)) {
    const parent = call.parent ?? '';
    const count = besides.get(parent) ?? 0;
    besides.set(parent, count + 1);
    labels.set(call.id, `${labels.get(parent) ?? '1'}${String.fromCharCode(97 + (count % 26))}`);
  }
  return labels;
}

export function bracketsOf(record: Conversation, seconds: (at: number) => number | null): Bracket[] {
  const labels = labelsOf(record);
  const ends: number[] = [];
  const calls = seenCalls(record);
  return [...calls.filter((one) => !isBeside(one)), ...calls.filter(isBeside)].map((call) => {
    const s = seconds(ms(call.started_at) ?? 0) ?? 0;
    const e = seconds(until(call.ended_at));
    const first = isBeside(call) ? 1 : 0;
    const free = ends.findIndex((end, row) => row >= first && end <= s + 0.05);
    const row = free >= 0 ? free : Math.max(first, ends.length);
    ends[row] = e ?? Infinity;
    for (let below = 0; below < row; below += 1) ends[below] ??= 0;
    return { id: call.id, label: labels.get(call.id) ?? '', s, e, row, call };
  });
}
