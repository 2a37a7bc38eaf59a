import { expect, test } from 'vitest';
import type { Change } from '../../api/client';
import { after } from '../../record/sample';
import { logOf } from './log';

const recording = (more: object) => ({ id: 'r', stored_at: null, url: null, played_at: null, deleted_at: null, ...more });
const change = (seconds: number, whole: object, calls: object = {}): Change =>
  ({ at: after(seconds), by: { kind: 'user', id: 'kit', name: null }, whole, calls }) as unknown as Change;
const log = (...changes: Change[]) => logOf(changes, ({ id }) => id).map(({ who, what }) => `${who} ${what}`);
const [told, brought] = [recording({}), recording({ stored_at: after(5) })];
const heard = (seconds: number) => recording({ stored_at: after(5), played_at: after(seconds) });
const removed = recording({ stored_at: after(5), played_at: after(99), deleted_at: after(900) });

test('who brought, heard and removed a recording is said, newest first', () => {
  const doings = [change(5, { recordings: [[brought], [told]] }), change(9, { recordings: [[heard(9)], [brought]] })];
  expect(log(...doings, change(900, { recordings: [[removed], [heard(9)]] }))).toEqual([
    'kit removed the recording', 'kit listened to the recording', 'kit brought a recording',
  ]);
});

test('what is done again within a minute is one doing, later it is another', () => {
  const doings = [change(9, { recordings: [[heard(9)], [brought]] }), change(10, { recordings: [[heard(10)], [heard(9)]] })];
  expect(log(...doings)).toEqual(['kit listened to the recording']);
  expect(log(...doings, change(99, { recordings: [[heard(99)], [heard(10)]] }))).toHaveLength(2);
});

test('what was taken back in between is done again', () => {
  const marks = [{}, null, {}].map((mark, second) => change(second, {}, { c: { handled: mark ? [mark, null] : [null, {}] } }));
  expect(log(...marks)).toEqual(['kit marked it as handled', 'kit marked it as not handled', 'kit marked it as handled']);
});

test('notes, and what is taken back, are said of calls', () => {
  expect(log(change(1, {}, { c: { notes: [[{}], []] } }), change(2, {}, { c: { handled: [null, {}] } }))).toEqual([
    'kit marked it as not handled', 'kit wrote a note',
  ]);
});
