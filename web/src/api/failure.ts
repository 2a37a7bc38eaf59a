// What can go wrong when the server is asked, in one type. A view shows it with <Failed>, which knows the words.
// It must never reach a view as a rejected fetch or a bare status.

import type { components } from './schema';

type Problem = components['schemas']['Problem'];

/**
 * - `unreachable`: no answer came. `unseen`: there is none, or one may not see it (the same words for both).
 * - `refused`: what was asked cannot be (field says which). `conflict`: it changed in between.
 * - `busy`: later. `broken`: the server's fault.
 */
export type FailureKind = 'unreachable' | 'unseen' | 'refused' | 'conflict' | 'busy' | 'broken';

export class Failure extends Error {
  readonly kind: FailureKind;
  /** 0 where no answer came. */
  readonly status: number;
  readonly title: string;
  /** What is wrong, as a sentence for people. */
  readonly detail: string;
  /** Which field or parameter, where the server said it. */
  readonly field: string | null;
  /** What to quote to who runs the server. */
  readonly request: string | null;
  /** After how many seconds to try again, where the server said it. */
  readonly retryAfter: number | null;

  constructor(status: number, problem: Partial<Problem>, headers?: Headers, cause?: unknown) {
    super(problem.detail ?? problem.title ?? String(status), cause === undefined ? undefined : { cause });
    this.name = 'Failure';
    this.status = status;
    this.kind = kindOf(status);
    this.title = problem.title ?? '';
    this.detail = sentence(problem.detail ?? '');
    this.field = problem.field ?? null;
    this.request = headers?.get('x-request-id') ?? null;
    const after = Number(headers?.get('retry-after') ?? Number.NaN);
    this.retryAfter = Number.isFinite(after) ? after : null;
  }

  /** All of it as text, to copy into a report. */
  get report(): string {
    const parts = [this.status || 'no answer', this.title, this.detail, this.field && `field ${this.field}`];
    const cause = this.cause instanceof Error ? this.cause.message : this.cause;
    return [...parts, this.request && `request ${this.request}`, cause].filter(Boolean).join(', ');
  }

  /** Whatever was thrown, as a Failure. What the browser calls it stands in the report only: a view has its own words for that. */
  static of(thrown: unknown): Failure {
    if (thrown instanceof Failure) return thrown;
    return new Failure(0, {}, undefined, thrown);
  }
}

function kindOf(status: number): FailureKind {
  if (status === 0 || status === 502 || status === 504) return 'unreachable';
  if (status === 403 || status === 404 || status === 410) return 'unseen';
  if (status === 409 || status === 412) return 'conflict';
  if (status === 408 || status === 429 || status === 503) return 'busy';
  return status >= 500 ? 'broken' : 'refused';
}

/** The API's own sentences are for programs: in lower case, with names as code. */
function sentence(detail: string): string {
  const text = detail.trim().replaceAll('`', '');
  if (text === '') return '';
  // A name at the beginning stays as it is written.
  const begun = detail.trim().startsWith('`') ? text : text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!]$/.test(begun) ? begun : `${begun}.`;
}
