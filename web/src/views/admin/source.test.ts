import { describe, expect, test } from 'vitest';
import { fieldsOf, heardAt, listOf, said, stateOf, stripOf, type Source } from './source';

const feed = (more: object) => ({
  adapter: 'asterisk-ami', link: 'up', since: '2026-01-05T10:00:00Z', heard_at: null, silent: false, notes: 0, last_note: null, ...more,
});
const source = (more: object): Source => ({
  name: 'office', adapters: ['asterisk-ami'], trunk_endpoints: ['provider'], trunk_contexts: [], extensions: [], ami: null,
  cel_file: null, recordings_folder: null, twilio: null, silence_s: null, give_up_ringing_s: null, give_up_talking_s: null,
  created_at: '2026-01-05T09:00:00Z', feeds: [], signals: null, collecting: { waiting: 0, given_up: 0, last_note: null }, ...more,
});

describe('a source', () => {
  test('is as well as the worst of its feeds', () => {
    expect(stateOf(source({ feeds: [feed({}), feed({ adapter: 'asterisk-cel', link: 'down' })] }))).toBe('down');
    expect(stateOf(source({ feeds: [feed({ link: 'refused' }), feed({ link: 'down' })] }))).toBe('refused');
    expect(stateOf(source({ feeds: [feed({ silent: true }), feed({})] }))).toBe('silent');
  });

  test('that we dial is connected, one that tells by itself receives, one never heard is waited for', () => {
    expect(stateOf(source({ feeds: [feed({})] }))).toBe('connected');
    expect(stateOf(source({ feeds: [feed({ adapter: 'native', heard_at: '2026-01-05T10:00:00Z' })] }))).toBe('receiving');
    expect(stateOf(source({ feeds: [] }))).toBe('waiting');
  });

  test('was heard last when the latest of its feeds was', () => {
    const feeds = [feed({ heard_at: '2026-01-05T10:00:00Z' }), feed({ heard_at: '2026-01-05T11:00:00Z' }), feed({})];
    expect(heardAt(source({ feeds }))).toBe('2026-01-05T11:00:00Z');
  });
});

describe('what came of a source', () => {
  const quarters = (counts: Record<number, number>) => Array.from({ length: 96 }, (_, place) => counts[place] ?? 0);
  const signals = (counts: Record<number, number>, since: string) => ({
    counted_since: since, last_minute: 0, quarters_from: '2026-01-05T10:15:00Z', quarters: quarters(counts),
  });

  test('is counted, and where most of it was', () => {
    const strip = stripOf(signals({ 4: 7, 95: 9, 90: 9 }, '2026-01-01T00:00:00Z'));
    expect(strip).toMatchObject({ total: 25, most: 9, mostAt: Date.parse('2026-01-06T08:45:00Z'), unknown: 0 });
    expect(stripOf(signals({}, '2026-01-01T00:00:00Z'))).toMatchObject({ total: 0, most: 0, mostAt: null });
  });

  test('is not known of quarters that were over before the server began', () => {
    const unknown = (since: string) => stripOf(signals({}, since)).unknown;
    expect(['2026-01-05T10:15:00Z', '2026-01-05T11:29:59Z', '2026-01-05T11:30:00Z'].map(unknown)).toEqual([0, 4, 5]);
    expect(unknown('2026-01-07T00:00:00Z')).toBe(96);
  });
});

describe('the form of a source', () => {
  test('says again all that it does not show', () => {
    const originate = { channel: 'PJSIP/{endpoint}', context: 'from-internal', priority: 1, number: '{number}', ring_s: 30 };
    const ami = { address: 'pbx.example:5038', username: 'callbook', secret: null, challenge: true, originate };
    const before = source({ ami, silence_s: 300 });
    expect(said(fieldsOf(before), before)).toMatchObject({ ami, silence_s: 300, trunk_endpoints: ['provider'] });
  });

  test('leaves a secret alone that nobody typed', () => {
    const ami = { address: 'pbx.example:5038', username: 'callbook', secret: null, challenge: false, originate: null };
    const before = source({ ami });
    expect(said({ ...fieldsOf(before), secret: 'new' }, before).ami?.secret).toBe('new');
    expect(said(fieldsOf(before), before).ami?.secret).toBeNull();
  });

  test('takes lists by lines and by commas', () => {
    expect(listOf('one\n two ,three\n\n')).toEqual(['one', 'two', 'three']);
  });
});
