import { describe, expect, test } from 'vitest';
import { aliasesOf, fieldsOf, isCalled, isNumber, said, type Entry } from './entry';

const entry = (more: object): Entry => ({
  kind: 'user', key: 'ann', serial: 1, uuid: '', name: 'Ann Mori', numbers: ['+31205550111'], extensions: ['101', '121'],
  email: null, team: 'support', queue: null, menu: null, line: null, scope: null, business_uid: null, wrapup: null,
  wrapup_limit_s: null, aliases: [{ source: null, word: 'PJSIP/ann' }, { source: 'office', word: 'x7' }], ids: { crm: '17' },
  created_at: '', changed_at: '', ...more,
}) as unknown as Entry;

describe('an entry of the directory', () => {
  test('that is saved as it was loaded is said as it is', () => {
    expect(said('users', fieldsOf(entry({})))).toEqual({
      name: 'Ann Mori', numbers: ['+31205550111'], extensions: ['101', '121'], email: null, team: 'support', line: null, scope: null,
      aliases: [{ source: null, word: 'PJSIP/ann' }, { source: 'office', word: 'x7' }], ids: { crm: '17' },
    });
  });

  test('says no field that its kind has not', () => {
    expect(Object.keys(said('queues', fieldsOf(entry({ kind: 'queue' })))).sort()).toEqual(['aliases', 'ids', 'name', 'team']);
  });

  test('has aliases of one source, and of every source', () => {
    expect(aliasesOf('desk\noffice = x7')).toEqual([{ source: null, word: 'desk' }, { source: 'office', word: 'x7' }]);
  });
});

describe('an entry is looked for', () => {
  test('by the beginnings of the words of its name, or of its key', () => {
    const found = (text: string) => isCalled({ name: 'Ola van der Meer-Smit', key: 'agent7' }, text);
    expect(['ola', 'OLA me', 'smit', 'agent'].map(found)).toEqual([true, true, true, true]);
    expect(['la', 'ola x', '7'].map(found)).toEqual([false, false, false]);
    expect(isCalled({ name: null, key: 'agent7' }, 'ag')).toBe(true);
  });

  test('by a number, however it is written', () => {
    expect(['+31 (20) 555-0155', '101', '*97'].map(isNumber)).toEqual([true, true, true]);
    expect(['Ola', '', 'x7'].map(isNumber)).toEqual([false, false, false]);
  });
});
