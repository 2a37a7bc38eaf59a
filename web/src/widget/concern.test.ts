import { describe, expect, test } from 'vitest';
import { after, call, conversation, leg } from '../record/sample';
import type { Leg } from '../record/about';
import { isListed, mayConcern } from './concern';

const by = (asked: object) => ({ number: '', kind: '', record: '', ...asked });
const plain = conversation();
const nobody = { number: null, e164: null, name: null, user: null };
const withParties = (legs: Partial<Leg>[]) =>
  conversation({ from: null, to: null, calls: [call({ from: nobody, to: nobody, legs: legs.map((said) => leg(said)) })] });

describe('of a number', () => {
  test('a conversation may concern the element in whichever spelling it is asked for', () => {
    for (const number of ['+31 20 555 0119', '020-5550119', '9 020 5550119', '0031205550119']) {
      expect(mayConcern(plain, by({ number }))).toBe(true);
    }
    expect(mayConcern(plain, by({ number: '020 555 0120' }))).toBe(false);
  });

  test('any leg and any side counts, and the own number', () => {
    const number = '+442079460123';
    expect(mayConcern(withParties([{ number: '101' }, { number: '020 7946 0123' }]), by({ number }))).toBe(true);
    expect(mayConcern(withParties([{ number: 'x7', e164: number }]), by({ number }))).toBe(true);
    expect(mayConcern(withParties([{ number: null }]), by({ number }))).toBe(false);
    expect(mayConcern(conversation({ line: number }), by({ number }))).toBe(true);
    expect(mayConcern(withParties([{ number: '101' }]), by({ number: '101' }))).toBe(true);
  });

  test('that has no digits the server alone knows', () => {
    expect(mayConcern(plain, by({ number: 'anna@house.example' }))).toBe(true);
  });
});

test('a contact is known by its key', () => {
  const record = withParties([{ contact: 'noor' }]);
  expect(mayConcern(record, by({ kind: 'contact', record: 'noor' }))).toBe(true);
  expect(mayConcern(record, by({ kind: 'contact', record: 'noo' }))).toBe(false);
});

test('a record of another program is known by its link, whose kind is spelled in any way', () => {
  const link = { kind: 'state_task', id: 'T-42', url: null, name: null, at: after(1), by: null };
  const record = conversation({ calls: [call({ links: [link] }), { id: 'not seen' } as never] });
  expect(mayConcern(record, by({ kind: 'state_task', record: 'T-42' }))).toBe(true);
  expect(mayConcern(record, by({ kind: 'State-Task', record: 'T-42' }))).toBe(true);
  expect(mayConcern(record, by({ kind: 'task', record: 'T-42' }))).toBe(false);
  expect(mayConcern(record, by({ kind: 'state_task', record: 'T-4' }))).toBe(false);
});

test('what was joined, erased or deleted is not listed', () => {
  expect(isListed(plain)).toBe(true);
  for (const gone of [{ merged_into: 'other' }, { erased_at: after(1) }, { deleted_at: after(1) }]) expect(isListed(conversation(gone))).toBe(false);
});
