// What the log is narrowed to, and how the address says it. Pure: the address is the only place where a filter is kept,
// so that a reload, a link that is sent and the way back show the same. What an address says wrongly counts as not said.
// One more filter: a word in WORDS, its place in `asked`, and a pill in Filters.svelte.

import type { paths } from '../../api/schema';
import { isNumber, number, words } from '../../record/sought';

/** The words of the list of conversations. */
export type Asked = NonNullable<paths['/callbook/v1/conversations']['get']['parameters']['query']>;

export type Time = 'today' | 'yesterday' | '7d' | '28d' | 'all' | 'span';

export interface Filters {
  /** As it is typed: a number in any spelling, words of a name, words of a note. */
  q: string;
  time: Time;
  /** Of a span: from when until when (ms); null: open. */
  from: number | null;
  until: number | null;
  direction: string;
  outcome: string;
  queue: string;
  user: string;
  source: string;
  /** Missed, and nobody took care of it yet. */
  due: boolean;
}

const TIMES: Time[] = ['today', 'yesterday', '7d', '28d', 'all', 'span'];
const DIRECTIONS = ['inbound', 'outbound', 'internal'];
const OUTCOMES = [
  'answered', 'voicemail', 'blocked', 'abandoned', 'ivr', 'cancelled', 'no_answer', 'declined', 'busy', 'unavailable', 'failed',
];
export const USUAL_TIME: Time = '7d';
const DAY_MS = 86_400_000;
const KEY_MAX = 200;

export { DIRECTIONS, OUTCOMES };

function oneOf<Word extends string>(words: readonly Word[], said: string | null, usual: Word): Word {
  return words.find((word) => word === said) ?? usual;
}

/** A moment as an address says it; undefined where it is none, as of a day that its month does not have. */
function moment(said: string | null): number | null | undefined {
  if (said === null || said === '') return null;
  const at = Date.parse(said);
  if (Number.isNaN(at) || at < 0) return undefined;
  const day = /^\d{4}-\d\d-\d\d/.exec(said)?.[0];
  const noon = Date.parse(`${day}T12:00:00Z`);
  return day && new Date(noon).toISOString().startsWith(day) ? at : undefined;
}

/** A span, of which one end may be open; null where none is said, or one that cannot be. */
function spanSaid(query: URLSearchParams): { from: number | null; until: number | null } | null {
  const [from, until] = [moment(query.get('from')), moment(query.get('until'))];
  if (from === undefined || until === undefined || (from === null && until === null)) return null;
  return from === null || until === null || from < until ? { from, until } : null;
}

/** A key of the directory; none has more letters. */
function key(query: URLSearchParams, name: string): string {
  const said = query.get(name) ?? '';
  return said.length > KEY_MAX ? '' : said;
}

/** What an address says. */
export function read(query: URLSearchParams): Filters {
  const span = spanSaid(query);
  return {
    q: (query.get('q') ?? '').slice(0, 200),
    time: span ? 'span' : oneOf(TIMES.slice(0, 5), query.get('time'), USUAL_TIME),
    from: span?.from ?? null,
    until: span?.until ?? null,
    direction: oneOf(['', ...DIRECTIONS], query.get('direction'), ''),
    outcome: oneOf(['', ...OUTCOMES], query.get('outcome'), ''),
    queue: key(query, 'queue'),
    user: key(query, 'user'),
    source: key(query, 'source'),
    due: query.get('due') === 'yes',
  };
}

/** What the address has to say of some filters: null where nothing. */
export function write(filters: Partial<Filters>): Record<string, string | null> {
  const said: Record<string, string | null> = {};
  for (const word of ['q', 'direction', 'outcome', 'queue', 'user', 'source'] as const) {
    if (word in filters) said[word] = filters[word]?.trim() || null;
  }
  if (filters.due !== undefined) said.due = filters.due ? 'yes' : null;
  if (filters.time !== undefined) {
    said.time = filters.time === USUAL_TIME || filters.time === 'span' ? null : filters.time;
    said.from = filters.time === 'span' && filters.from ? new Date(filters.from).toISOString() : null;
    said.until = filters.time === 'span' && filters.until ? new Date(filters.until).toISOString() : null;
  }
  return said;
}

/** Whether anything but the time is narrowed. */
export function isNarrowed(filters: Filters): boolean {
  const { q, direction, outcome, queue, user, source, due } = filters;
  return [q, direction, outcome, queue, user, source].some((said) => said !== '') || due;
}

/** When the time begins and ends (ms); null: open. `midnight` is the last one, in the zone in which times are shown. */
export function spanOf(filters: Filters, midnight: number): { from: number | null; until: number | null } {
  switch (filters.time) {
    case 'today':
      return { from: midnight, until: null };
    case 'yesterday':
      return { from: midnight - DAY_MS, until: midnight };
    case '7d':
      return { from: midnight - 6 * DAY_MS, until: null };
    case '28d':
      return { from: midnight - 27 * DAY_MS, until: null };
    case 'span':
      return { from: filters.from, until: filters.until };
    default:
      return { from: null, until: null };
  }
}

/**
 * What the server is asked. It finds what all words of one question hold for; what is typed may be in a name or in a note,
 * so these are two questions, whose answers are laid together.
 */
export function asked(filters: Filters, midnight: number): Asked[] {
  const { from, until } = spanOf(filters, midnight);
  const { direction, outcome, queue, user, source, due } = filters;
  const common: Asked = {
    ...(from !== null && { from: new Date(from).toISOString() }),
    ...(until !== null && { until: new Date(until).toISOString() }),
    ...(direction && { direction }),
    ...(outcome && { outcome }),
    ...(queue && { queue }),
    ...(user && { user }),
    ...(source && { source }),
    ...(due && { missed: true, handled: false }),
  };
  const text = filters.q.trim();
  if (text === '') return [common];
  const sought = words(text);
  if (isNumber(text)) return [{ ...common, number: number(text) }, { ...common, text: sought }];
  // Signs alone are nothing that could be found.
  if (sought === '') return [];
  return [{ ...common, name: sought }, { ...common, text: sought }];
}

/** Both questions as one, to count what is found by both. */
export function both(questions: Asked[]): Asked | null {
  const [one, other] = questions;
  return one && other ? { ...one, ...other } : null;
}
