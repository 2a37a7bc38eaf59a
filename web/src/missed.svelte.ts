// How many missed calls of today nobody took care of yet: the figure in the menu, of the time that the view Missed begins with.
// Counted again after changes, at most each 2 s.

import { api, ask, type Change } from './api/client';
import { feed } from './api/feed.svelte';

const PACE_MS = 2_000;

let from = '';
let count = $state<number | null>(null);
let isExact = $state(true);
let timer: ReturnType<typeof setTimeout> | undefined;

async function look(): Promise<void> {
  timer = undefined;
  try {
    const query = { missed: true, handled: false, from };
    const found = await ask(api.GET('/callbook/v1/conversations/count', { params: { query } }));
    count = found.count;
    isExact = found.exact;
  } catch {
    // The figure before stays: a menu is no place for an error.
  }
}

/** Whether a change can have made a call missed, or no longer. */
function concerns(change: Change): boolean {
  if (change.kind === 'new' || change.conversation === null) return false;
  return change.kind !== 'changed' || ['handled', 'deleted_at', 'outcome'].some((field) => field in change.whole);
}

function soon(): void {
  timer ??= setTimeout(() => void look(), PACE_MS);
}

export const missed = {
  /** null as long as it is not known. */
  get count(): number | null {
    return count;
  },
  /** Whether there may be more. */
  get isExact(): boolean {
    return isExact;
  },
  /** Counts those since the midnight that is handed in, now and after each change. Answers how to stop. */
  watch(midnight: number): () => void {
    from = new Date(midnight).toISOString();
    void look();
    const stops = [feed.on((changes) => void (changes.some(concerns) && soon())), feed.onReset(soon)];
    return () => {
      clearTimeout(timer);
      timer = undefined;
      for (const stop of stops) stop();
    };
  },
};
