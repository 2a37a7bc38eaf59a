// By how much the browser's clock differs from the server's. Running times are told against the server's,
// because a browser whose clock is wrong would show calls that rang before they came in.
// The answers' Date header says whole seconds, so a difference under two seconds is none.

const NOTHING_MS = 2_000;
let skew = 0;

/** A header `Date` that came with an answer which was asked for at `begun` and came at `ended` (browser's time). */
export function heardServer(date: string | null, begun: number, ended: number): void {
  const told = Date.parse(date ?? '');
  if (Number.isNaN(told) || ended - begun > 10_000) return;
  const found = told + 500 - (begun + ended) / 2;
  skew = Math.abs(found) < NOTHING_MS ? 0 : found;
}

/** The server's time in milliseconds, as well as it is known. */
export function serverNow(): number {
  return Date.now() + skew;
}
