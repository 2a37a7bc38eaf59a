import { describe, expect, test } from 'vitest';
import type { Conversation } from '../api/client';
import { cameOf, isDue, noteOf, toPlay, when } from './item';

const record = (more: object) =>
  ({
    direction: 'inbound', outcome: null, started_at: '2026-01-05T11:20:00Z', answered_at: null, transfers: [], recordings: [], calls: [],
    handled: null, voicemail: null, queue_s: 0, total_s: 90, ...more,
  }) as unknown as Conversation;

describe('what came of a conversation', () => {
  test('that was answered says after how long, and how it was transferred', () => {
    const answered = { outcome: 'answered', answered_at: '2026-01-05T11:20:06Z' };
    expect(cameOf(record(answered))).toBe('Answered after 0:06');
    expect(cameOf(record({ ...answered, transfers: [{ kind: 'attended' }] }))).toBe('Answered after 0:06, transferred, announced');
  });

  test('that was given up says after how long, and whether in a queue', () => {
    expect(cameOf(record({ outcome: 'abandoned', queue_s: 72 }))).toBe('Gave up after 1:12 in the queue');
  });

  test('that reached a mailbox says whether a message was left; where nobody knows, that it was one', () => {
    expect(cameOf(record({ outcome: 'voicemail', voicemail: { message_left: true } }))).toBe('Left a message');
    expect(cameOf(record({ outcome: 'voicemail', voicemail: { message_left: false } }))).toBe('Reached the voicemail, left no message');
  });
});

test('a missed conversation is due until somebody handled it', () => {
  expect(isDue(record({ outcome: 'no_answer' }))).toBe(true);
  expect(isDue(record({ outcome: 'no_answer', handled: { by: null, at: '2026-01-05T12:00:00Z' } }))).toBe(false);
  expect(isDue(record({ outcome: 'answered' }))).toBe(false);
});

test('the newest recording that is still there is played', () => {
  const one = { id: '1', stored_at: '2026-01-05T11:24:00Z', url: null, deleted_at: null };
  const gone = { ...one, id: '2', deleted_at: '2026-01-06T00:00:00Z' };
  const coming = { ...one, id: '3', stored_at: null };
  expect(toPlay(record({ recordings: [one, gone, coming] }))?.id).toBe('1');
  expect(toPlay(record({ recordings: [gone, coming] }))).toBeNull();
});

test('the newest note of all calls is shown with who wrote it', () => {
  const note = (text: string, at: string) => ({ id: text, text, at, by: { kind: 'person', id: 'ann', name: 'Ann Mori' } });
  const calls = [
    { legs: [], notes: [note('later', '2026-01-05T12:00:00Z')] },
    { legs: [], notes: [note('earlier', '2026-01-05T11:00:00Z')] },
    { id: 'not seen' },
  ];
  expect(noteOf(record({ calls }))).toEqual({ text: 'later', by: 'Ann Mori', at: '2026-01-05T12:00:00Z' });
});

test('a moment is written as exactly as it matters', () => {
  const now = new Date(2026, 0, 9, 14, 3).getTime();
  const at = (...parts: [number, number, number, number, number]) => when(new Date(...parts).toISOString(), now);
  expect(at(2026, 0, 9, 11, 20)).toBe('Today 11:20');
  expect(at(2026, 0, 5, 16, 2)).toBe('Mon 16:02');
  expect(at(2025, 11, 17, 10, 12)).toBe('17 Dec 10:12');
  expect(at(2024, 2, 3, 10, 12)).toBe('3 Mar 2024');
});
