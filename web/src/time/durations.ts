// How lengths of time are written: 0:12, 6:42, 1:02:10; "2:06 to 2:32"; "≥ 1:58"; a dash where none is known.

export const UNKNOWN = '–';

/** Seconds as m:ss or h:mm:ss. Whole seconds that passed, never rounded up. */
export function clock(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return UNKNOWN;
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Lengths that are parts of one, so that what is written of them adds up to what is written of all. */
export function clocks(parts: readonly number[]): string[] {
  let [sum, written] = [0, 0];
  return parts.map((part) => {
    sum += part;
    const own = Math.floor(sum) - written;
    written += own;
    return clock(own);
  });
}

/** Seconds between two moments of the API. */
export function secondsBetween(from: string | null | undefined, until: string | number | null | undefined): number | null {
  if (!from || until === null || until === undefined) return null;
  const end = typeof until === 'number' ? until : Date.parse(until);
  const length = (end - Date.parse(from)) / 1000;
  return Number.isNaN(length) ? null : Math.max(0, length);
}
