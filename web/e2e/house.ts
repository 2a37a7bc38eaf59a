// The house that calls are told of: its directory, its people with a role each, its tokens. All of it is made up.
// To have one more person: a line in USERS; one more number that calls: a line in CONTACTS.

import type { Server } from './server';

/** Everybody's password in tests and demonstrations. It protects nothing. */
export const PASSWORD = 'callbook-demo';
export const LINE = '+31205550100';

export interface User {
  key: string;
  name: string;
  extension: string;
  team: string;
}

/** Key, name, extension, team. */
export const USERS: readonly User[] = [
  ['ann', 'Ann Mori', '101', 'support'],
  ['bo', 'Bo Tamm', '102', 'support'],
  ['carol', 'Carol Idris', '103', 'workshop'],
  ['dave', 'Dave Quill', '104', 'support'],
  ['edda', 'Edda Holm', '105', 'support'],
  ['finn', 'Finn Okoro', '106', 'sales'],
  ['gita', 'Gita Rao', '107', 'sales'],
  ['hugo', 'Hugo Lenz', '108', 'workshop'],
  ['iris', 'Iris Vega', '109', 'sales'],
  ['kit', 'Kit Harrow', '110', 'front'],
  ['lena', 'Lena Osk', '111', 'front'],
  ['ruth', 'Ruth Ames', '112', 'sales'],
].map(([key, name, extension, team]) => ({ key, name, extension, team }) as User);

export const TEAMS = { support: 'Support', sales: 'Sales', workshop: 'Workshop', front: 'Front desk' } as const;

export interface Queue {
  key: string;
  name: string;
  team: keyof typeof TEAMS;
  line: string;
}

export const QUEUES: readonly Queue[] = [
  { key: 'support', name: 'Support', team: 'support', line: '+31205550101' },
  { key: 'sales', name: 'Sales', team: 'sales', line: '+31205550102' },
  { key: 'frontdesk', name: 'Front desk', team: 'front', line: LINE },
];

export interface Contact {
  key: string;
  name: string;
  number: string;
  /** How the CRM calls it. */
  record: string;
}

export const CONTACTS: readonly Contact[] = [
  ['noor', 'Noor Falk', '+31205550137'],
  ['mila', 'Mila Soto', '+442079460123'],
  ['dina', 'Dina Roe', '+442079460112'],
  ['ola', 'Ola Finch', '+12025550125'],
  ['petra', 'Petra Lund', '+12025550118'],
  ['vera', 'Vera Stahl', '+31205550119'],
  ['orla', 'Orla Venn', '+442079460161'],
  ['leo', 'Leo Marsh', '+442079460144'],
  ['jonas', 'Jonas Wren', '+31205550171'],
  ['sami', 'Sami Brook', '+31205550162'],
  ['tess', 'Tess Amari', '+12025550188'],
  ['yara', 'Yara Nould', '+31205550158'],
  ['milo', 'Milo Vane', '+442079460171'],
  ['zeno', 'Zeno Birk', '+31205550149'],
  ['tamsin', 'Tamsin Rook', '+31205550181'],
  ['ugo', 'Ugo Pelt', '+442079460139'],
].map(([key, name, number], place) => ({ key, name, number, record: `CONTACT-${482 + place}` }) as Contact);

/** Numbers of people whom nobody knows. */
export const STRANGERS: readonly string[] = [
  '+31205550175',
  '+31205550192',
  '+442079460188',
  '+442079460105',
  '+12025550199',
  '+12025550142',
  '+12025550163',
];

/** Who signs in, by role, and tokens of the same rights. */
export type Role = 'administrator' | 'supervisor' | 'user';

export interface House {
  /** The name that signs in with PASSWORD. */
  people: Record<Role, string>;
  tokens: Record<Role, string>;
}

export function user(key: string): User {
  const found = USERS.find((user) => user.key === key);
  if (!found) throw new Error(`nobody is called ${key}`);
  return found;
}

export function contact(key: string): Contact {
  const found = CONTACTS.find((contact) => contact.key === key);
  if (!found) throw new Error(`no contact is called ${key}`);
  return found;
}

export function queue(key: string): Queue {
  const found = QUEUES.find((queue) => queue.key === key);
  if (!found) throw new Error(`no queue is called ${key}`);
  return found;
}

function entries(): object[] {
  const teams = Object.entries(TEAMS).map(([key, name]) => ({ kind: 'team', key, name }));
  const users = USERS.map(({ key, name, extension, team }) => {
    const aliases = [{ word: `PJSIP/${key}` }];
    return { kind: 'user', key, name, team, extensions: [extension], email: `${key}@cycles.example`, aliases };
  });
  const queues = QUEUES.map(({ key, name, team }) => ({ kind: 'queue', key, name, team }));
  const lines = QUEUES.map(({ key, name, line }) => ({ kind: 'line', key: line, name, numbers: [line], queue: key }));
  const contacts = CONTACTS.map(({ key, name, number, record }) => {
    return { kind: 'contact', key, name, numbers: [number], ids: { crm: record } };
  });
  return [...teams, ...users, ...queues, ...lines, { kind: 'trunk', key: 'voip', name: 'City line' }, ...contacts];
}

/** Enters the source `office`, the directory, and for each role a person and a token. */
export async function enterHouse(server: Server): Promise<House> {
  await server.ask('POST', '/sources', { name: 'office', adapters: ['native'] });
  await server.ask('POST', '/directory/import', { entries: entries() });
  const rights: Record<Role, object> = {
    administrator: { role: 'administrator' },
    supervisor: { role: 'supervisor', teams: ['support'], user: 'edda' },
    user: { role: 'user', user: 'ann' },
  };
  const people: Record<Role, string> = { administrator: 'kit', supervisor: 'edda', user: 'ann' };
  const tokens = { administrator: '', supervisor: '', user: '' };
  for (const role of Object.keys(rights) as Role[]) {
    await server.ask('PUT', `/people/${people[role]}`, { ...rights[role], password: PASSWORD });
    const of = role === 'supervisor' ? { role, teams: ['support'] } : rights[role];
    tokens[role] = (await server.ask<{ token: string }>('POST', '/tokens', { name: `${role} in tests`, ...of })).token;
  }
  return { people, tokens };
}
