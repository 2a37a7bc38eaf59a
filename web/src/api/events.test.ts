import { describe, expect, test } from 'vitest';
import { parser, type StreamEvent } from './events';

const TEXT = ': alive\n\nid: 7\nevent: changed\ndata: {"a":1}\n\nevent: view\r\ndata: one\r\ndata:two\r\n\r\ndata\n\nid: 9\n\n';
const EVENTS: StreamEvent[] = [
  { id: '7', name: 'changed', data: '{"a":1}' },
  { id: '', name: 'view', data: 'one\ntwo' },
  { id: '', name: 'message', data: '' },
  // Only where a reader is, as the server says it first: without it, what happens before the first change could be lost.
  { id: '9', name: 'message', data: '' },
];

function read(pieces: string[]): StreamEvent[] {
  const events: StreamEvent[] = [];
  const parse = parser((event) => events.push(event));
  for (const piece of pieces) parse(piece);
  return events;
}

describe('a stream of events', () => {
  test('is read whole: names, ids, lines that belong together; what keeps it alive is no event', () => {
    expect(read([TEXT])).toEqual(EVENTS);
  });

  test('is read the same letter by letter', () => {
    expect(read([...TEXT])).toEqual(EVENTS);
  });

  test('is read the same wherever it is cut', () => {
    for (let at = 0; at <= TEXT.length; at += 1) expect(read([TEXT.slice(0, at), TEXT.slice(at)])).toEqual(EVENTS);
  });

  test('holds back an event that is not complete', () => {
    expect(read(['id: 8\ndata: half\n'])).toEqual([]);
  });
});
