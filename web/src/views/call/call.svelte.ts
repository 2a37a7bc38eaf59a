// One conversation, loaded and kept up with: the newest version of it that the server answered or the feed told.
// It must never show an older version after a newer one. A record that went into another leads to that one.

import { api, ask, type Conversation } from '../../api/client';
import { feed } from '../../api/feed.svelte';
import { load, type Loaded } from '../../api/load.svelte';
import { router } from '../../router.svelte';

export interface OneCall {
  readonly record: Conversation | undefined;
  readonly failure: Loaded<Conversation>['failure'];
  readonly busy: boolean;
  again: () => void;
  /** Takes a record that the server answered to something that was done. */
  take: (record: Conversation) => void;
}

/** The conversation that any of its ids names, a deleted one too. */
export function oneCall(id: () => string): OneCall {
  let newest = $state.raw<Conversation | undefined>(undefined);
  const loaded = load(async (signal) => {
    const params = { path: { id: id() }, query: { deleted: true } };
    const record = await ask(api.GET('/callbook/v1/conversations/{id}', { params, signal }));
    take(record);
    return record;
  });
  // By the address or by what it turned out to be called.
  const names = $derived([id(), loaded.data?.id]);
  const record = $derived(newest && names.includes(newest.id) ? newest : loaded.data && isOf(loaded.data) ? loaded.data : undefined);

  function isOf(one: Conversation): boolean {
    const wanted = id();
    if (one.id === wanted) return true;
    return one.calls.some((call) => call.id === wanted || ('legs' in call && call.legs.some((leg) => leg.id === wanted)))
      || one.recordings.some((recording) => recording.id === wanted) || !loaded.busy;
  }
  function take(fresh: Conversation): void {
    if (newest?.id === fresh.id && newest.version > fresh.version) return;
    newest = fresh;
    if (fresh.merged_into) router.go(`/calls/${fresh.merged_into}`, { replace: true });
  }
  $effect(() =>
    feed.on((changes) => {
      for (const change of changes) if (change.record && names.includes(change.record.id)) take(change.record);
    }),
  );
  $effect(() => feed.onReset(loaded.again));
  return {
    get record() {
      return record;
    },
    get failure() {
      return loaded.failure;
    },
    get busy() {
      return loaded.busy;
    },
    again: loaded.again,
    take,
  };
}
