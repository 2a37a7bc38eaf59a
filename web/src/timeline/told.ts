// Real conversations for unit tests: what `callbook replay --format jsonl` printed of recorded calls, one a line in
// fixtures/conversations.jsonl. Never used by the page itself. One more: a line there, with a name of its own.

import { readFileSync } from 'node:fs';
import type { Conversation } from '../api/client';

interface Told {
  name: string;
  /** The recording that it was folded from, under crates/calls/fixtures. */
  told: string;
  record: Conversation;
}

const lines = readFileSync(new URL('./fixtures/conversations.jsonl', import.meta.url), 'utf8').trim().split('\n');
export const all: Told[] = lines.map((line) => JSON.parse(line) as Told);

export function told(name: string): Conversation {
  const found = all.find((one) => one.name === name);
  if (!found) throw new Error(`no conversation is called ${name}`);
  return structuredClone(found.record);
}
