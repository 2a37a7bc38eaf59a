import { expect, test } from 'vitest';
import { Failure } from '../api/failure';
import { said } from './said';

test('a failure says what the server said, and without an answer that it cannot be reached', () => {
  expect(said(new Failure(422, { title: 'Not valid', detail: 'A note has at most 10,000 characters' }))).toBe('A note has at most 10,000 characters.');
  expect(said(Failure.of(new TypeError('Failed to fetch')))).toBe('The server cannot be reached');
  expect(said(new Failure(502, {}))).toBe('The server cannot be reached');
});
