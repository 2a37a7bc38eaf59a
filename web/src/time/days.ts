// Days by the calendar of a zone, as moments: when a day begins there, clocks that are put forward or back included. Pure.

const formats = new Map<string, Intl.DateTimeFormat>();
const DAY_MS = 86_400_000;

function format(zone: string): Intl.DateTimeFormat {
  const made = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  });
  formats.set(zone, made);
  return made;
}

/** By how many ms the clocks of a zone are ahead of UTC at a moment. */
function ahead(zone: string, at: number): number {
  const parts = Object.fromEntries(format(zone).formatToParts(new Date(at)).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

/** The moment (ms) at which a day, written 2026-01-05, begins in a zone. */
export function beginOf(zone: string, day: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  // The first guess may be on the other side of a change of clocks; the second is not.
  const guess = utc - ahead(zone, utc);
  return utc - ahead(zone, guess);
}

/** The day of a moment in a zone, as 2026-01-05. */
export function dayAt(zone: string, at: number): string {
  return new Date(at + ahead(zone, at)).toISOString().slice(0, 10);
}

/** The day so many days after. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The last midnight of a zone at a moment. */
export function midnightAt(zone: string, at: number): number {
  return beginOf(zone, dayAt(zone, at));
}
