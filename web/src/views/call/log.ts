// Who did what about a conversation, newest first, from its changes: what a person or a program did has a doer, what the phone
// system told has none. Pure.

import type { Change, Conversation } from '../../api/client';
import { call as words } from '../../words/en/call';

type Doer = NonNullable<Change['by']>;

export interface Did {
  at: string;
  who: string;
  what: string;
}

const w = words.log;
/** What somebody did again so soon is one doing: a recording is heard piece by piece. */
const SAME_MS = 60_000;
const FIELDS = ['disposition', 'notes', 'links', 'handled', 'summary', 'deleted_at', 'assigned', 'recordings'] as const;

export function logOf(changes: Change[], nameOf: (doer: Doer) => string): Did[] {
  const done: Did[] = [];
  for (const change of changes) {
    if (!change.by) continue;
    const did = new Set<string>();
    for (const fields of [...Object.values(change.calls), change.whole]) {
      for (const field of FIELDS) if (field in fields) for (const word of wordsOf(field, fields[field])) did.add(word);
    }
    did.delete('');
    const who = change.by.kind === 'system' ? w.you : nameOf(change.by);
    const what = [...did].join(w.and);
    const last = done.at(-1);
    const isSame = last?.who === who && last.what === what && Date.parse(change.at) - Date.parse(last.at) < SAME_MS;
    if (did.size > 0 && !isSame) done.push({ at: change.at, who, what });
  }
  return done.reverse();
}

type Recording = Conversation['recordings'][number];

function wordsOf(field: (typeof FIELDS)[number], told: unknown): string[] {
  if (field !== 'recordings' || !Array.isArray(told)) return [wordOf(field, told)];
  const [now, before] = told.map((list: unknown) => (Array.isArray(list) ? (list as Recording[]) : []));
  const words = (now ?? []).map((one) => wordOfRecording(one, before?.find(({ id }) => id === one.id))).filter((word) => word !== null);
  return words.length > 0 ? words : [w.did.recordings ?? ''];
}

/** What was done about one recording; null of one that is as it was. */
function wordOfRecording(now: Recording, before: Recording | undefined): string | null {
  if (now.deleted_at && !before?.deleted_at) return w.did.recordingOff ?? '';
  if (!before || (now.stored_at && !before.stored_at) || now.url !== before.url) return w.did.brought ?? '';
  return now.played_at !== before.played_at ? (w.did.listened ?? '') : null;
}

/** A changed field is told as [new, old]. */
function wordOf(field: (typeof FIELDS)[number], told: unknown): string {
  const isTakenBack = Array.isArray(told) && told[0] === null;
  if (isTakenBack && field === 'handled') return w.did.handledOff ?? '';
  if (isTakenBack && field === 'disposition') return w.did.dispositionOff ?? '';
  if (isTakenBack && field === 'deleted_at') return w.did.restored ?? '';
  return w.did[field] ?? '';
}
