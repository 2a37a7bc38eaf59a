// What a row of the element says of a conversation, besides whom it reached. Pure.

import type { Conversation } from '../api/client';
import { isMissed, seenCalls } from '../record/about';
import { clock, secondsBetween } from '../time/durations';
import { shared } from '../words/en/shared';
import { widget as t } from '../words/en/widget';

/** What came of it, in a few words. */
export function cameOf(record: Conversation): string {
  const { outcome, started_at, answered_at } = record;
  if (outcome === 'answered' || (answered_at && outcome === null)) {
    const after = secondsBetween(started_at, answered_at);
    const transfer = record.transfers.at(-1)?.kind;
    const said = after === null ? (shared.outcome.answered ?? '') : t.answeredAfter(clock(after));
    return transfer ? `${said}, ${t.transferred[transfer] ?? transfer}` : said;
  }
  if (outcome === 'abandoned') {
    const inQueue = (record.queue_s ?? 0) > 0 ? ` ${t.inQueue}` : '';
    return `${t.gaveUp(clock(record.queue_s || record.total_s))}${inQueue}`;
  }
  if (outcome === 'voicemail') return record.voicemail?.message_left === false ? t.noMessage : t.message;
  return outcome ? (shared.outcome[outcome] ?? outcome) : '';
}

/** Whether somebody still has to call back. */
export function isDue(record: Conversation): boolean {
  return isMissed(record) && !record.handled;
}

/** The recording to play: the newest that is still there. */
export function toPlay(record: Conversation): Conversation['recordings'][number] | null {
  return record.recordings.findLast(({ stored_at, url, deleted_at }) => (stored_at || url) && !deleted_at) ?? null;
}

/** The newest note, and who wrote it. */
export function noteOf(record: Conversation): { text: string; by: string; at: string } | null {
  const notes = seenCalls(record).flatMap((call) => call.notes);
  const last = notes.sort((one, other) => one.at.localeCompare(other.at)).at(-1);
  return last ? { text: last.text, by: last.by?.name ?? last.by?.id ?? '', at: last.at } : null;
}

const format = (style: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', style);
const MINUTE = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const NEAR = format({ weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const DAY = format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const YEAR = format({ day: 'numeric', month: 'short', year: 'numeric' });
const DAY_MS = 86_400_000;

/** "Today 11:20", "Fri 16:02", "17 Dec 10:12", "3 Mar 2024": as exact as it matters, in the reader's zone. */
export function when(moment: string | null, nowMs: number): string {
  if (moment === null) return '';
  const date = new Date(moment);
  const age = nowMs - date.getTime();
  const plain = (text: Intl.DateTimeFormat) => text.format(date).replace(',', '');
  if (new Date(nowMs).toDateString() === date.toDateString()) return t.today(MINUTE.format(date));
  if (age < 6 * DAY_MS) return plain(NEAR);
  return age < 300 * DAY_MS ? plain(DAY) : plain(YEAR);
}
