// Moments as clocks and calendars show them: in the reader's zone, or the account's if the reader chose so.
// A view names the zone once. Formatters are made once for each zone, as making one takes long.

import { kept } from '../kept.svelte';

type Choice = 'reader' | 'account';
type Style = 'clock' | 'minute' | 'day' | 'short' | 'full' | 'weekday' | 'name';

const STYLES: Record<Style, Intl.DateTimeFormatOptions> = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  minute: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  short: { day: 'numeric', month: 'short' },
  weekday: { weekday: 'short', day: 'numeric', month: 'short' },
  name: { weekday: 'short' },
  full: {
    weekday: 'short', day: 'numeric', month: 'short', year: 'numeric',
    hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  },
};

const choice = kept<Choice>('zone', 'reader', (value) => value === 'reader' || value === 'account');

class Zone {
  #account = $state('');
  readonly reader = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  readonly #formats = new Map<string, Intl.DateTimeFormat>();

  get choice(): Choice {
    return choice.value;
  }
  set choice(value: Choice) {
    choice.value = value;
  }

  /** The IANA name of the account's zone, '' where it is not told; the session sets it. */
  get account(): string {
    return this.#account;
  }
  set account(name: string) {
    this.#account = name;
  }

  /** Whether there is another zone to choose than the reader's. */
  get hasChoice(): boolean {
    return this.#account !== '' && this.#account !== this.reader;
  }

  /** The IANA name of the zone that times are shown in. */
  get name(): string {
    return choice.value === 'account' && this.#account ? this.#account : this.reader;
  }

  /** A moment as a clock where it is of the same day as another, and with its day where it is not. */
  near(at: string, other: string | number): string {
    const isSame = this.dayOf(at) === this.dayOf(other);
    return isSame ? this.write(at, 'clock') : `${this.write(at, 'short')}, ${this.write(at, 'clock')}`;
  }

  /** Its city, as one says it: "Amsterdam". */
  get city(): string {
    return cityOf(this.name);
  }

  /** The city of the reader's or the account's zone. */
  cityOf(choice: Choice): string {
    return cityOf(choice === 'account' ? this.#account : this.reader);
  }

  /** A moment of the API, written. */
  write(moment: string | number | Date | null | undefined, style: Style): string {
    if (moment === null || moment === undefined) return '–';
    const date = new Date(moment);
    if (Number.isNaN(date.getTime())) return '–';
    return this.#format(style).format(date);
  }

  /** The day that a moment falls on, as 2026-01-05: to part lists by days. */
  dayOf(moment: string | number | Date): string {
    const parts = this.#named('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' });
    return parts.format(new Date(moment));
  }

  #format(style: Style): Intl.DateTimeFormat {
    return this.#named('en-GB', STYLES[style]);
  }

  #named(language: string, style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = `${language} ${this.name} ${JSON.stringify(style)}`;
    let format = this.#formats.get(key);
    if (!format) {
      format = new Intl.DateTimeFormat(language, { ...style, timeZone: this.name });
      this.#formats.set(key, format);
    }
    return format;
  }
}

function cityOf(name: string): string {
  return (name.split('/').at(-1) ?? name).replaceAll('_', ' ');
}

export const zone = new Zone();
