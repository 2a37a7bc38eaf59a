// Moving through rows with j and k, opening with Enter, peeking with Space. The row that is moved to is marked by
// `aria-selected` and scrolled into view; with a pointer nothing changes.
// Usage, in a component: `const rows = useRows({ count: () => list.length, open: (at) => …, peek: (at) => … })`,
// then `aria-selected={rows.at === index}` and `data-row={index}` on each row.

import { tick } from 'svelte';
import { useKeys, type Keys } from '../keys.svelte';
import { t } from '../words';

interface RowsGiven {
  count: () => number;
  open?: (at: number) => void;
  peek?: (at: number) => void;
  /** Told of each move, as to load what comes after. */
  moved?: (at: number) => void;
}

export function useRows(given: RowsGiven): { at: number } {
  let at = $state(-1);
  const move = (by: number) => {
    const count = given.count();
    if (count === 0) return;
    at = Math.min(count - 1, Math.max(0, at + by));
    given.moved?.(at);
    void tick().then(() => document.querySelector(`[data-row="${at}"]`)?.scrollIntoView({ block: 'nearest' }));
  };
  // A button or link that has the focus keeps Enter and Space for itself.
  const isFree = () => !document.activeElement?.closest('button, a[href], summary, [role^=menuitem]');
  const isOn = () => at >= 0 && at < given.count() && isFree();
  const keys: Keys = {
    j: { does: t.keys.next, run: () => move(1) },
    k: { does: t.keys.previous, run: () => move(-1) },
  };
  const { open, peek } = given;
  if (open) keys.Enter = { does: t.keys.open, run: () => open(at), when: isOn };
  if (peek) keys.Space = { does: t.keys.peek, run: () => peek(at), when: isOn };
  useKeys(t.keys.rows, keys);
  return {
    get at() {
      return at;
    },
    set at(index: number) {
      at = index;
    },
  };
}
