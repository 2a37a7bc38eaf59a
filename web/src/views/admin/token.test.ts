import { expect, test } from 'vitest';
import { NEW, said } from './token';

test('a token of a user says that user, and no teams', () => {
  expect(said({ ...NEW, name: ' desk ', user: 'ann', teams: ['support'] })).toEqual({ name: 'desk', role: 'user', user: 'ann' });
});

test('a token of a source says which, and none if it may tell of all', () => {
  expect(said({ ...NEW, name: 'pbx', role: 'source', scope: 'office' })).toEqual({ name: 'pbx', role: 'source', scope: 'office' });
  expect(said({ ...NEW, name: 'pbx', role: 'source' })).toEqual({ name: 'pbx', role: 'source' });
});

test('a token that only reads has that scope', () => {
  const fields = { ...NEW, name: 'crm', role: 'administrator', readOnly: true };
  expect(said({ ...fields, dialect: 'chakra' })).toEqual({ name: 'crm', role: 'administrator', dialect: 'chakra', scope: 'read' });
  expect(said({ ...fields, readOnly: false })).toEqual({ name: 'crm', role: 'administrator' });
});

test('a token for pages of other sites names each, and only reads', () => {
  const origins = 'https://crm.example\nhttps://shop.example';
  expect(said({ ...NEW, name: 'page', user: 'ann', origins })).toMatchObject({ scope: 'read', origins: ['https://crm.example', 'https://shop.example'] });
});
