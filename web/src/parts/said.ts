// A failure in one sentence, for where there is no room for <Failed>: what the server said is wrong, else what kind of failure it is.

import type { Failure } from '../api/failure';
import { parts as t } from '../words/en/parts';

export function said(failure: Failure): string {
  return failure.detail || failure.title || t.failed[failure.kind].title;
}
