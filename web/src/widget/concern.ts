// Whether a conversation is one that the element shows, as far as its record tells that by itself. Pure.
// Of a number it only says which cannot be: spellings are the server's to understand. It must never say of one that is shown
// that it is none; whatever it takes for one too much costs a question.

import type { Conversation } from '../api/client';
import { seenCalls } from '../record/about';

/** What the calls of an element are asked for by. */
export interface Asked {
  number: string;
  kind: string;
  record: string;
}

/** Two spellings of a number end alike; before that stand prefixes, which differ. */
const TAIL_DIGITS = 6;

const digits = (text: string) => text.replace(/\D/g, '');
const plain = (word: string) => word.toLowerCase().replace(/[^a-z]/g, '');

export function mayConcern(record: Conversation, asked: Asked): boolean {
  const calls = seenCalls(record);
  if (asked.kind === 'contact' && asked.record) return calls.some(({ legs }) => legs.some(({ contact }) => contact === asked.record));
  if (asked.kind && asked.record) {
    return calls.some(({ links }) => links.some(({ kind, id }) => plain(kind) === plain(asked.kind) && id === asked.record));
  }
  const tail = digits(asked.number).slice(-TAIL_DIGITS);
  if (tail === '') return true;
  const parties = [record, ...calls].flatMap(({ from, to, line }) => [from?.number, from?.e164, to?.number, to?.e164, line]);
  const legs = calls.flatMap((call) => call.legs.flatMap(({ number, e164 }) => [number, e164]));
  return [...parties, ...legs].some((number) => number && digits(number).endsWith(tail));
}

/** Whether it stands in lists at all. */
export function isListed(record: Conversation): boolean {
  return !record.merged_into && !record.erased_at && !record.deleted_at;
}
