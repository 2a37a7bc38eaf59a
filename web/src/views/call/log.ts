// Who did what about a conversation, newest first, from its changes: what a person or a program did has a doer, what the phone
// system told has none. Pure.

import type { Change } from '../../api/client';
import { call as words } from '../../words/en/call';

export interface Did {
  at: string;
  who: string;
  what: string;
}

const w = words.log;
const FIELDS = ['disposition', 'notes', 'links', 'handled', 'summary', 'deleted_at', 'assigned', 'recordings'] as const;

export function logOf(changes: Change[], nameOf: (id: string, name: string | null) => string): Did[] {
  const done: Did[] = [];
  for (const change of changes) {
    if (!change.by) continue;
    const did = new Set<string>();
    for (const fields of [...Object.values(change.calls), change.whole]) {
      for (const field of FIELDS) if (field in fields) did.add(wordOf(field, fields[field]));
    }
    did.delete('');
    const who = change.by.kind === 'system' ? w.you : nameOf(change.by.id, change.by.name);
    if (did.size > 0) done.push({ at: change.at, who, what: [...did].join(w.and) });
  }
  return done.reverse();
}

/** A changed field is told as [new, old]. */
function wordOf(field: (typeof FIELDS)[number], told: unknown): string {
  const isTakenBack = Array.isArray(told) && told[0] === null;
  if (isTakenBack && field === 'handled') return w.did.handledOff ?? '';
  if (isTakenBack && field === 'disposition') return w.did.dispositionOff ?? '';
  if (isTakenBack && field === 'deleted_at') return w.did.restored ?? '';
  return w.did[field] ?? '';
}
