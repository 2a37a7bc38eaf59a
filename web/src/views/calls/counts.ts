// How many the filters find. There are two questions at the most, and what both find is counted once.

import { api, ask } from '../../api/client';
import { session } from '../../api/session.svelte';
import { both, type Asked } from './filters';

export interface Counted {
  count: number;
  /** Whether that is all; else there are more, or may be. */
  exact: boolean;
}

async function one(query: Asked, signal: AbortSignal): Promise<Counted> {
  return ask(api.GET('/callbook/v1/conversations/count', { params: { query }, signal }));
}

export async function count(questions: Asked[], signal: AbortSignal): Promise<Counted> {
  const [counted, shared] = await Promise.all([
    Promise.all(questions.map((question) => one(question, signal))),
    both(questions) ? one(both(questions) ?? {}, signal) : Promise.resolve({ count: 0, exact: true }),
  ]);
  const sum = counted.reduce((all, { count: found }) => all + found, 0);
  return { count: Math.max(0, sum - shared.count), exact: counted.every(({ exact }) => exact) && shared.exact };
}

/** The same questions with something more asked. */
export function narrowed(questions: Asked[], more: Asked): Asked[] {
  return questions.map((question) => ({ ...question, ...more }));
}

export interface Summary {
  all: Counted;
  /** Part that was answered, from 0 to 1; null where that is asked for already, or too many to say. */
  answered: number | null;
  due: number;
}

const KEPT_MS = 30_000;
const KEPT_MAX = 200;
const kept = new Map<string, { at: number; told: Promise<Summary> }>();

/** The same as `summary`, asked at most each half minute: heads of days come and go as one scrolls. */
export function summaryKept(questions: Asked[]): Promise<Summary> {
  const key = JSON.stringify(questions);
  const there = kept.get(key);
  if (there && Date.now() - there.at < KEPT_MS) return there.told;
  const told = summary(questions, new AbortController().signal);
  kept.set(key, { at: Date.now(), told });
  told.catch(() => kept.delete(key));
  for (const old of kept.keys()) {
    if (kept.size <= KEPT_MAX) break;
    kept.delete(old);
  }
  return told;
}

/** How many, which part was answered, and how many missed ones nobody took care of. */
export async function summary(questions: Asked[], signal: AbortSignal): Promise<Summary> {
  const isAsked = questions.some((question) => question.outcome !== undefined || question.missed !== undefined);
  // Of conversations that one sees a part of no outcome is told: they are no part of what it is a part of.
  const seesAll = session.may('administer');
  const [all, ended, answered, due] = await Promise.all([
    count(questions, signal),
    isAsked || seesAll ? null : count(narrowed(questions, { state: 'ended' }), signal),
    isAsked ? null : count(narrowed(questions, { outcome: 'answered', ...(!seesAll && { state: 'ended' }) }), signal),
    isAsked ? null : count(narrowed(questions, { missed: true, handled: false }), signal),
  ]);
  const of = ended ?? all;
  const isSure = answered !== null && of.exact && answered.exact && of.count > 0;
  return { all, answered: isSure ? answered.count / of.count : null, due: due?.count ?? 0 };
}
