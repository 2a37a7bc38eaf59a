// Whether what the feed told can be of what the log asked for. Pure. It judges by what every record says plainly; where a number, a
// name, a text, or whose it was is asked for, only the server knows.
// It must never say yes where the server might say no: the log would announce what it then does not show.

import type { Conversation } from '../../api/client';
import { isMissed, isPart } from '../../record/about';
import { startOf } from '../../timeline/course';
import type { Asked } from './filters';

/** null: only the server knows. */
export type Verdict = boolean | null;

const JUDGED: ReadonlySet<string> = new Set(['from', 'until', 'direction', 'source', 'outcome', 'missed', 'handled']);

/** Whether a record is found by one question. */
export function isFound(record: Conversation, question: Asked): Verdict {
  const at = startOf(record);
  if (question.from && at < Date.parse(question.from)) return false;
  if (question.until && at >= Date.parse(question.until)) return false;
  if (question.source && record.source !== question.source) return false;
  const further = Object.keys(question).filter((word) => !['from', 'until', 'source'].includes(word));
  // Of a part of a conversation nothing is told of the whole.
  if (isPart(record)) return further.length === 0 ? true : null;
  if (question.direction && record.direction !== question.direction) return false;
  if (question.outcome && record.outcome !== question.outcome) return false;
  if (question.missed && !(isMissed(record) && record.state === 'ended')) return false;
  if (question.handled === false && record.handled !== null) return false;
  return further.every((word) => JUDGED.has(word)) ? true : null;
}

/** Whether it is found by any of several. */
export function isFoundByAny(record: Conversation, questions: readonly Asked[]): Verdict {
  if (record.merged_into || record.erased_at || record.deleted_at) return false;
  const verdicts = questions.map((question) => isFound(record, question));
  return verdicts.includes(true) ? true : verdicts.includes(null) ? null : false;
}
