// At what pace what changed is drawn: the first change at once, further ones together. However many changes come,
// the page draws no more often than the gap says; and what was told last is always drawn. Pure: time and timers are handed in.

export interface Clockwork {
  now: () => number;
  /** Runs something after so many ms; answers how not to. */
  after: (ms: number, run: () => void) => () => void;
}

export interface Pace {
  /** Something changed. */
  call: () => void;
  stop: () => void;
}

/** Draws what changed. `gap` is asked each time, as more rows may be drawn less often. */
export function paced(draw: () => void, gap: () => number, clockwork: Clockwork): Pace {
  let drawnAt = -Infinity;
  let cancel: (() => void) | null = null;
  const run = () => {
    cancel = null;
    drawnAt = clockwork.now();
    draw();
  };
  return {
    call: () => {
      if (cancel) return;
      const wait = drawnAt + gap() - clockwork.now();
      if (wait <= 0) run();
      else cancel = clockwork.after(wait, run);
    },
    stop: () => {
      cancel?.();
      cancel = null;
    },
  };
}

export const browserClockwork: Clockwork = {
  now: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
