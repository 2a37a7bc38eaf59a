import { describe, expect, test } from 'vitest';
import { aliasesOf, fieldsOf, said, type Entry } from './entry';

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
