// An entry of the directory: which fields each kind has, and how its form is read and written. Pure.
// One more kind: its name in KINDS with its fields.

import type { Schema } from '../../api/client';
import { linesOf, listOf } from './source';

export type Entry = Schema<'Entry'>;

export const KINDS = ['users', 'teams', 'queues', 'lines', 'contacts', 'menus', 'trunks'] as const;
export type Kind = (typeof KINDS)[number];

type Part = 'extensions' | 'numbers' | 'email' | 'team' | 'queue' | 'menu' | 'line' | 'scope' | 'wrapup';

/** Which fields an entry has besides key, name, aliases and ids. */
export const PARTS: Record<Kind, readonly Part[]> = {
  users: ['extensions', 'numbers', 'email', 'team', 'line', 'scope'],
  teams: ['wrapup'],
  queues: ['team'],
  lines: ['numbers', 'queue', 'menu', 'scope'],
  contacts: ['numbers', 'email'],
  menus: [],
  trunks: ['line'],
};

export interface EntryFields {
  key: string;
  name: string;
  extensions: string;
  numbers: string;
  email: string;
  team: string;
  queue: string;
  menu: string;
  line: string;
  scope: string;
  wrapup: string;
  wrapupLimit: string;
  aliases: string;
  ids: string;
}

export function fieldsOf(entry: Entry | null): EntryFields {
  const text = (value: string | number | null | undefined) => String(value ?? '');
  return {
    key: text(entry?.key),
    name: text(entry?.name),
    extensions: linesOf(entry?.extensions),
    numbers: linesOf(entry?.numbers),
    email: text(entry?.email),
    team: text(entry?.team),
    queue: text(entry?.queue),
    menu: text(entry?.menu),
    line: text(entry?.line),
    scope: text(entry?.scope),
    wrapup: text(entry?.wrapup),
    wrapupLimit: text(entry?.wrapup_limit_s),
    aliases: linesOf(entry?.aliases.map(({ source, word }) => (source ? `${source}=${word}` : word))),
    ids: linesOf(Object.entries(entry?.ids ?? {}).map(([system, id]) => `${system}=${String(id)}`)),
  };
}

/** What is said to the server: of a kind only the fields that it has. */
export function said(kind: Kind, fields: EntryFields): Schema<'SayEntry'> {
  const text = (value: string) => value.trim() || null;
  const whole: Record<Part, Partial<Schema<'SayEntry'>>> = {
    extensions: { extensions: listOf(fields.extensions) },
    numbers: { numbers: listOf(fields.numbers) },
    email: { email: text(fields.email) },
    team: { team: text(fields.team) },
    queue: { queue: text(fields.queue) },
    menu: { menu: text(fields.menu) },
    line: { line: text(fields.line) },
    scope: { scope: text(fields.scope) },
    wrapup: { wrapup: text(fields.wrapup), wrapup_limit_s: fields.wrapupLimit.trim() === '' ? null : Number(fields.wrapupLimit) },
  };
  const parts = PARTS[kind].map((part) => whole[part]);
  return Object.assign({ name: text(fields.name), aliases: aliasesOf(fields.aliases), ids: idsOf(fields.ids) }, ...parts) as Schema<'SayEntry'>;
}

/** `word`, or `source=word`. */
export function aliasesOf(text: string): Schema<'Alias'>[] {
  return listOf(text).map((item) => {
    const at = item.indexOf('=');
    return at < 0 ? { source: null, word: item } : { source: item.slice(0, at).trim(), word: item.slice(at + 1).trim() };
  });
}

function idsOf(text: string): Record<string, string> {
  const pairs = listOf(text).map((item) => item.split(/=(.*)/s));
  return Object.fromEntries(pairs.map(([system = '', id = '']) => [system.trim(), id.trim()]));
}
