// Has something loaded again as long as it is shown, for what the change feed does not tell: sources, deliveries, logs.
// Not while nobody looks at the page. Usage, in a component: `keepFresh(list)`.

import type { Loaded } from '../../api/load.svelte';

const EVERY_MS = 5_000;

export function keepFresh(loaded: Pick<Loaded<unknown>, 'again' | 'busy'>, when: () => boolean = () => true): void {
  $effect(() => {
    if (!when()) return;
    const timer = setInterval(() => document.hidden || loaded.busy || loaded.again(), EVERY_MS);
    return () => clearInterval(timer);
  });
}
