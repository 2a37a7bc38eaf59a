// One thing that is loaded, and its states, so that no view invents its own: `first` (nothing yet), data, failure, and busy.
// What is on the page stays while it is loaded again; an answer that comes after a newer question is thrown away.
// Usage, in a component: `const call = load(() => ask(api.GET(…, { params: { path: { id } } })));`
// What the function reads before its first await is followed: it loads again when `id` changes.

import { Failure } from './failure';

export interface Loaded<Data> {
  readonly data: Data | undefined;
  readonly failure: Failure | null;
  readonly busy: boolean;
  /** Loads again; what is shown stays until the answer. */
  again: () => void;
  /** Puts something in its place by hand, as after a change that the feed told. */
  set: (data: Data) => void;
}

export function load<Data>(fetcher: (signal: AbortSignal) => Promise<Data>): Loaded<Data> {
  let data = $state.raw<Data | undefined>(undefined);
  let failure = $state.raw<Failure | null>(null);
  let busy = $state(true);
  let turn = $state(0);
  $effect(() => {
    void turn;
    const stop = new AbortController();
    busy = true;
    fetcher(stop.signal).then(
      (answer) => {
        if (stop.signal.aborted) return;
        data = answer;
        failure = null;
        busy = false;
      },
      (thrown: unknown) => {
        if (stop.signal.aborted) return;
        failure = Failure.of(thrown);
        busy = false;
      },
    );
    return () => stop.abort();
  });
  return {
    get data() {
      return data;
    },
    get failure() {
      return failure;
    },
    get busy() {
      return busy;
    },
    again: () => {
      turn += 1;
    },
    set: (fresh) => {
      data = fresh;
      failure = null;
    },
  };
}
