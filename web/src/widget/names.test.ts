import { describe, expect, test } from 'vitest';
import { call, conversation, leg } from '../record/sample';
import { inQuestions, keysOf, Names, type Kind } from './names.svelte';

const queue = (name: string) => ({ name }) as ReturnType<typeof conversation>['queues'][number];
const record = conversation({
  line: '+31205550100',
  queues: [queue('support'), queue('support')],
  calls: [call({ legs: [leg({ user: 'ann' }), leg({ user: 'bo' }), leg({ user: null })] }), { id: 'not seen' } as never],
});

test('users, queues and the line of a record are named, each once', () => {
  const keys = keysOf([record, record]);
  expect([...keys.users]).toEqual(['ann', 'bo']);
  expect([...keys.queues]).toEqual(['support']);
  expect([...keys.lines]).toEqual(['+31205550100']);
});

describe('keys are asked for', () => {
  test('in few questions, none of which is longer than the server takes', () => {
    expect(inQuestions([])).toEqual([]);
    const many = Array.from({ length: 250 }, (_, place) => String(place));
    expect(inQuestions(many).map((some) => some.length)).toEqual([100, 100, 50]);
    const long = Array.from({ length: 9 }, (_, place) => `${place}${'é'.repeat(199)}`);
    const questions = inQuestions(long);
    expect(questions.flat()).toEqual(long);
    for (const some of questions) expect(new URLSearchParams(some.map((key) => ['key', key])).toString().length).toBeLessThanOrEqual(4_096);
  });

  test('once; and again where no answer came', async () => {
    const asked: [Kind, string[]][] = [];
    let isThere = false;
    const names = new Names(async (kind, keys) => {
      asked.push([kind, keys]);
      const found: Record<string, string> = kind === 'users' ? { ann: 'Ann Mori' } : {};
      return isThere ? { names: found } : null;
    });
    await names.learn([record]);
    expect(names.of('users', 'ann')).toBeNull();
    isThere = true;
    await names.learn([record]);
    await names.learn([record]);
    expect(names.of('users', 'ann')).toBe('Ann Mori');
    expect(names.of('users', 'bo')).toBeNull();
    expect(asked).toHaveLength(6);
  });
});
