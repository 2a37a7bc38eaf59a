import { describe, expect, test } from 'vitest';
import { match } from './router.svelte';

describe('an address', () => {
  test('names its page, and a slash at the end changes nothing', () => {
    expect(match('/').page).toBe('live');
    expect(match('/live').page).toBe('live');
    expect(match('/missed/').page).toBe('missed');
    expect(match('/sign-in').page).toBe('signin');
  });

  test('of a call says which', () => {
    expect(match('/calls')).toMatchObject({ page: 'calls', id: '' });
    expect(match('/calls/0b7f')).toMatchObject({ page: 'call', id: '0b7f' });
    expect(match('/calls/a%20b').id).toBe('a b');
  });

  test('of the administration says which part of it', () => {
    expect(match('/admin')).toMatchObject({ page: 'admin', rest: '' });
    expect(match('/admin/subscriptions/7')).toMatchObject({ page: 'admin', rest: 'subscriptions/7' });
  });

  test('that is none is nowhere, and so is one that cannot be read', () => {
    expect(match('/call').page).toBe('nowhere');
    expect(match('/calls/a/b').page).toBe('nowhere');
    expect(match('/calls/%E0%A4%A').page).toBe('nowhere');
  });

  test('carries its filter', () => {
    expect(match('/calls', '?q=0169&outcome=abandoned').query.get('outcome')).toBe('abandoned');
  });
});
