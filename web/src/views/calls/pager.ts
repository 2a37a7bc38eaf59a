// Reads a list of conversations page by page, newest first, from one question or from several whose answers are laid together.
// Pure but for `fetch`, which is handed in. It goes on by the cursor of each question, never by an offset, so nothing is missed
// or told twice while new calls come in. A page may be short or empty with more behind it: then it looks on.

import type { Conversation } from '../../api/client';
import { startOf } from '../../timeline/course';

export interface Page {
  conversations: Conversation[];
  next: string | null;
}

export type FetchPage = (question: number, cursor: string | null) => Promise<Page>;

interface Strand {
  question: number;
  cursor: string | null;
  done: boolean;
  waiting: Conversation[];
}

/** Empty pages in a row after which what was found so far is handed over, so that one sees that it looks. */
const LOOKS_MAX = 5;

export class Pager {
  readonly #strands: Strand[];
  readonly #fetch: FetchPage;
  readonly #seen = new Set<string>();

  constructor(questions: number, fetch: FetchPage) {
    this.#fetch = fetch;
    this.#strands = Array.from({ length: questions }, (_, question) => ({ question, cursor: null, done: false, waiting: [] }));
  }

  /** Whether all was read. */
  get done(): boolean {
    return this.#strands.every((strand) => strand.done && strand.waiting.length === 0);
  }

  /** At least one more, unless there is none or a long way was looked; about `count`. */
  async next(count: number): Promise<Conversation[]> {
    const found: Conversation[] = [];
    for (let looks = 0; found.length < count && looks < LOOKS_MAX && !this.done; looks += 1) {
      await this.#fill();
      this.#take(found, count);
    }
    return found;
  }

  /** Each strand that ran dry is read on; the others wait. */
  async #fill(): Promise<void> {
    const dry = this.#strands.filter((strand) => !strand.done && strand.waiting.length === 0);
    await Promise.all(dry.map(async (strand) => {
      const page = await this.#fetch(strand.question, strand.cursor);
      strand.waiting.push(...page.conversations);
      strand.cursor = page.next;
      strand.done = page.next === null;
    }));
  }

  /** The newest of all strands, as long as none of them is dry and might hold a newer one. */
  #take(found: Conversation[], count: number): void {
    while (found.length < count && this.#strands.every((strand) => strand.done || strand.waiting.length > 0)) {
      const full = this.#strands.filter((strand) => strand.waiting.length > 0);
      if (full.length === 0) return;
      const newest = full.reduce((one, other) => (startOf(other.waiting[0]!) > startOf(one.waiting[0]!) ? other : one));
      const record = newest.waiting.shift();
      if (!record || this.#seen.has(record.id)) continue;
      this.#seen.add(record.id);
      found.push(record);
    }
  }
}
