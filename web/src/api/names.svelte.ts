// What people call the users, queues, teams, lines and contacts that records name by their keys.
// Users, queues, teams and lines are loaded once and followed gently; of contacts, who may be very many, only those that are shown.
// It must never hold up a view: until a name is known, what the record itself shows stands there.
// Usage: `$effect(() => names.watch())`, then `names.of('queues', key)` and `names.party(party)`.

import { SvelteMap } from 'svelte/reactivity';
import { written } from '../record/number';
import { t } from '../words';
import { api, ask, type Schema } from './client';

type Entry = Schema<'Entry'>;
type Kind = 'users' | 'queues' | 'teams' | 'lines';

/** Who is to be named: what the record knows of a party. */
export interface Nameable {
  name: string | null;
  number: string | null;
  user?: string | null;
  contact?: string | null;
}

const KINDS: Kind[] = ['users', 'queues', 'teams', 'lines'];
const PAGE = 500;
// A directory with more entries than this is not loaded whole; the rest is named by what the record shows.
const ENTRIES_MAX = 10_000;
const OLD_MS = 5 * 60_000;
const AT_ONCE = 4;

class Names {
  readonly #entries: Record<Kind, SvelteMap<string, Entry>> = {
    users: new SvelteMap(),
    queues: new SvelteMap(),
    teams: new SvelteMap(),
    lines: new SvelteMap(),
  };
  /** Names of lines by their numbers. */
  readonly #lines = new SvelteMap<string, string>();
  readonly #contacts = new SvelteMap<string, string | null>();
  readonly #wanted = new Set<string>();
  readonly #asked = new Set<string>();
  #asking = 0;
  #loadedAt = 0;

  /** Has them loaded, again if what is there is old. */
  watch(): void {
    if (Date.now() - this.#loadedAt < OLD_MS) return;
    this.#loadedAt = Date.now();
    for (const kind of KINDS) void this.#load(kind);
  }

  /** All of one kind, by name. */
  all(kind: Kind): Entry[] {
    return [...this.#entries[kind].values()].sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
  }

  entry(kind: Kind, key: string | null | undefined): Entry | undefined {
    return key ? this.#entries[kind].get(key) : undefined;
  }

  /** A name, or the key itself where there is none. */
  of(kind: Kind, key: string): string {
    const entry = this.#entries[kind].get(key);
    return entry ? nameOf(entry) : key;
  }

  /** The name of a party, or null where nobody knows one. */
  known(party: Nameable): string | null {
    const user = this.entry('users', party.user)?.name;
    return user ?? (party.contact ? this.#contact(party.contact) : null) ?? party.name ?? this.#lines.get(party.number ?? '') ?? null;
  }

  /** Who did something: a user by the name of the directory, whoever signed in otherwise by that name. */
  doer(by: Schema<'Doer'>): string {
    const user = by.kind === 'person' ? this.entry('users', by.id)?.name : null;
    return user ?? by.name ?? by.id;
  }

  /** What stands for a party: its name, else its number, else that it withheld it. */
  party(party: Nameable): string {
    return this.known(party) ?? (party.number === null ? party.user : written(party.number)) ?? t.shared.withheld;
  }

  #contact(key: string): string | null {
    const held = this.#contacts.get(key);
    if (held !== undefined) return held;
    if (!this.#asked.has(key) && !this.#wanted.has(key)) {
      this.#wanted.add(key);
      queueMicrotask(() => this.#next());
    }
    return null;
  }

  #next(): void {
    for (const key of this.#wanted) {
      if (this.#asking >= AT_ONCE) return;
      this.#wanted.delete(key);
      this.#asked.add(key);
      this.#asking += 1;
      const asked = api.GET('/callbook/v1/directory/{kind}/{key}', { params: { path: { kind: 'contacts', key } } });
      ask(asked)
        .then((entry) => this.#contacts.set(key, entry.name), () => this.#contacts.set(key, null))
        .finally(() => {
          this.#asking -= 1;
          this.#next();
        });
    }
  }

  #keep(kind: Kind, entry: Entry): void {
    this.#entries[kind].set(entry.key, entry);
    if (kind === 'lines' && entry.name) for (const number of entry.numbers) this.#lines.set(number, entry.name);
  }

  async #load(kind: Kind): Promise<void> {
    let after: string | undefined;
    try {
      do {
        const query = { limit: PAGE, ...(after && { after }) };
        const page = await ask(api.GET('/callbook/v1/directory/{kind}', { params: { path: { kind }, query } }));
        for (const entry of page.entries) this.#keep(kind, entry);
        after = page.next ?? undefined;
      } while (after && this.#entries[kind].size < ENTRIES_MAX);
    } catch {
      // The next view tries again; until then records name their parties themselves.
      this.#loadedAt = 0;
    }
  }
}

function nameOf(entry: Entry): string {
  return entry.name ?? entry.extensions[0] ?? entry.key;
}

export const names = new Names();
