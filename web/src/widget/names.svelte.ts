// What the users, queues and lines are called that the shown records name by their keys. A token of the scope `read` reads no
// directory; it is told the names of keys that it knows, and so each key is asked for once, when a record first shows it.
// It must never hold up the calls: until a name is known, and where there is none, what the record itself shows stands there.

import type { Conversation, Schema } from '../api/client';
import { queuesOf, seenCalls } from '../record/about';

export type Kind = 'users' | 'queues' | 'lines';
export type AskNames = (kind: Kind, keys: string[]) => Promise<Schema<'NamesFound'> | null>;

const KINDS: Kind[] = ['users', 'queues', 'lines'];
// The server takes so many keys at a time, and a query of 4,096 bytes.
const KEYS_MAX = 100;
const QUERY_BYTES_MAX = 3_500;

/** The keys that stand in records, each once. */
export function keysOf(records: readonly Conversation[]): Record<Kind, Set<string>> {
  const keys: Record<Kind, Set<string>> = { users: new Set(), queues: new Set(), lines: new Set() };
  const add = (kind: Kind, key: string | null | undefined) => key && keys[kind].add(key);
  for (const record of records) {
    add('users', record.from?.user);
    add('lines', record.line);
    for (const queue of queuesOf(record)) add('queues', queue);
    for (const call of seenCalls(record)) {
      add('users', call.from?.user);
      for (const leg of call.legs) add('users', leg.user);
    }
  }
  return keys;
}

/** Keys in as many lists as questions are needed. */
export function inQuestions(keys: Iterable<string>): string[][] {
  const questions: string[][] = [];
  let bytes = 0;
  for (const key of keys) {
    const more = new URLSearchParams({ key }).toString().length + 1;
    const last = questions.at(-1);
    if (last && last.length < KEYS_MAX && bytes + more <= QUERY_BYTES_MAX) {
      last.push(key);
      bytes += more;
    } else {
      questions.push([key]);
      bytes = more;
    }
  }
  return questions;
}

export class Names {
  #known = $state.raw<Readonly<Record<Kind, ReadonlyMap<string, string>>>>({ users: new Map(), queues: new Map(), lines: new Map() });
  readonly #asked: Record<Kind, Set<string>> = { users: new Set(), queues: new Set(), lines: new Set() };

  constructor(readonly ask: AskNames) {}

  of(kind: Kind, key: string | null | undefined): string | null {
    return (key && this.#known[kind].get(key)) || null;
  }

  /** Has the names of these records asked for, as far as nobody did. */
  async learn(records: readonly Conversation[]): Promise<void> {
    const keys = keysOf(records);
    const questions = KINDS.flatMap((kind) => {
      const fresh = [...keys[kind]].filter((key) => !this.#asked[kind].has(key));
      return inQuestions(fresh).map((some) => this.#learn(kind, some));
    });
    await Promise.all(questions);
  }

  async #learn(kind: Kind, keys: string[]): Promise<void> {
    for (const key of keys) this.#asked[kind].add(key);
    const found = await this.ask(kind, keys);
    // What was not answered is asked again with the next records.
    if (!found) for (const key of keys) this.#asked[kind].delete(key);
    else this.#known = { ...this.#known, [kind]: new Map([...this.#known[kind], ...Object.entries(found.names)]) };
  }
}
