import { describe, expect, test } from 'vitest';
import { fieldsOf, ladder, said, stateOf, type Subscription } from './subscription';

const attempt = (error: string | null) => ({ at: '2026-01-05T10:00:00Z', took_ms: 40, status: error ? 503 : 200, answer: '', error });

describe('a subscription', () => {
  test('is off, else failing, else behind, else in time', () => {
    expect(stateOf({ on: false, failing_since: '2026-01-05T10:00:00Z', behind: 900 })).toBe('off');
    expect(stateOf({ on: true, failing_since: '2026-01-05T10:00:00Z', behind: 900 })).toBe('failing');
    expect(stateOf({ on: true, failing_since: null, behind: 900 })).toBe('behind');
    expect(stateOf({ on: true, failing_since: null, behind: 3 })).toBe('inTime');
  });

  test('of a webhook keeps the version of its dialect when its name is edited', () => {
    const only = { kinds: ['ended'], directions: [], sources: [], queues: ['support'], users: [] };
    const before = {
      name: 'crm', kind: 'webhook', url: 'https://crm.example/in', dialect: 'vcita', version: '2', only, servers: null, subject: null,
    } as unknown as Subscription;
    const expected = { name: 'desk', url: 'https://crm.example/in', dialect: 'vcita', version: '2', only };
    expect(said({ ...fieldsOf(before), name: 'desk' }, before)).toEqual(expected);
  });
});

describe('the ladder of a delivery', () => {
  test('shows each try, and that another is to come', () => {
    expect(ladder({ state: 'waiting', attempts: [attempt('timed out'), attempt('503')] })).toEqual(['x', 'x', 'nx']);
    expect(ladder({ state: 'waiting', attempts: [] })).toEqual(['no']);
  });

  test('ends with the try that was taken', () => {
    expect(ladder({ state: 'done', attempts: [attempt('timed out'), attempt(null)] })).toEqual(['x', 'ok']);
  });

  test('ends with a failure once it was given up', () => {
    expect(ladder({ state: 'dead', attempts: [attempt('410')] })).toEqual(['x']);
  });
});
