import { describe, expect, test } from 'vitest';
import { Failure } from './failure';

describe('a failure', () => {
  test('of what is not there and of what one may not see is the same', () => {
    expect(new Failure(403, {}).kind).toBe('unseen');
    expect(new Failure(404, {}).kind).toBe('unseen');
  });

  test('without an answer says that the server cannot be reached', () => {
    expect(Failure.of(new TypeError('Failed to fetch'))).toMatchObject({ kind: 'unreachable', status: 0 });
    expect(new Failure(502, {}).kind).toBe('unreachable');
  });

  test('without an answer is not told in the words of the browser, which only a report quotes', () => {
    const failure = Failure.of(new TypeError('Failed to fetch'));
    expect([failure.title, failure.detail]).toEqual(['', '']);
    expect(failure.report).toBe('no answer, Failed to fetch');
  });

  test('says what is wrong, and when to come back', () => {
    const failure = new Failure(429, { title: 'Too many', detail: 'Slower' }, new Headers({ 'retry-after': '12' }));
    expect(failure).toMatchObject({ kind: 'busy', retryAfter: 12, detail: 'Slower.', request: null });
  });

  test('can be quoted with its request', () => {
    const failure = new Failure(500, { title: 'A fault' }, new Headers({ 'x-request-id': '7f3a91' }));
    expect(failure.kind).toBe('broken');
    expect(failure.report).toBe('500, A fault, request 7f3a91');
  });

  test('is said as a sentence, whatever the API writes for programs', () => {
    const said = (detail: string) => new Failure(400, { detail }).detail;
    expect(said('expected 1 to 64 lower-case letters, digits or hyphens')).toBe('Expected 1 to 64 lower-case letters, digits or hyphens.');
    expect(said('expected either `since`, a time, or `after`')).toBe('Expected either since, a time, or after.');
    expect(said('`ann` is taken.')).toBe('ann is taken.');
    expect(said('')).toBe('');
  });

  test('that is one already stays itself', () => {
    const failure = new Failure(409, {});
    expect(Failure.of(failure)).toBe(failure);
    expect(failure.kind).toBe('conflict');
  });
});
