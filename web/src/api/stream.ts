// A stream of events over fetch that comes back by itself: it resumes after the last event it had, waits longer each time,
// and tries at once when the network returns. Instead of EventSource, which cannot tell an end of session from a broken line.
// It must never deliver an event twice to the same cursor, nor swallow a gap: whoever cannot resume is told so by `onReset`.
// A browser has six connections to a server for all its tabs, so a tab that nobody looks at gives its own back after a while.

import { parser, type StreamEvent } from './events';

export type { StreamEvent };

export interface StreamHandlers {
  /** Asks the server, as whoever follows does: with a session, or with a token. */
  fetch: (request: Request) => Promise<Response>;
  /** The address, with the cursor to go on from ('' at first). */
  address: (cursor: string) => string;
  onEvent: (event: StreamEvent) => void;
  onOpen: () => void;
  /** It is lost; the next try is at that moment (browser's time), or not known: under way, or once the tab is looked at. */
  onLost: (nextTryAt: number | null) => void;
  /** What happened in between cannot be had any more: everything is to be loaded again. Told once it is open again, so that
   *  what happens while one loads is told. */
  onReset: () => void;
  /** The server answered, and gives no stream. It is tried again like a broken line, unless whoever hears of it stops. */
  onRefused?: (status: number) => void;
}

// The server says something at least each 15 s; after two of those in silence the line is dead.
const SILENCE_MS_MAX = 32_000;
const HIDDEN_MS_MAX = 20_000;
const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

export class Stream {
  readonly #handlers: StreamHandlers;
  #cursor = '';
  /** Whether it ever was open: then without a cursor something is missed. */
  #wasOpen = false;
  #isOn = false;
  #hiding: ReturnType<typeof setTimeout> | undefined;
  #tries = 0;
  #stop: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #heardAt = 0;
  #isSilent = false;
  readonly #online = () => this.retry();

  constructor(handlers: StreamHandlers) {
    this.#handlers = handlers;
  }

  /** The moment (browser's time) up to which everything was heard, of a line that is lost: one that broke is known to have stood until
   *  then, one that fell silent only until its last word. */
  get heardUntil(): number {
    return this.#isSilent ? this.#heardAt : Date.now();
  }

  start(): void {
    if (this.#isOn) return;
    this.#isOn = true;
    addEventListener('online', this.#online);
    document.addEventListener('visibilitychange', this.#seen);
    if (!document.hidden) this.#begin();
  }

  /** Ends the connection; the cursor stays, and `start` goes on from it. */
  stop(): void {
    this.#isOn = false;
    removeEventListener('online', this.#online);
    document.removeEventListener('visibilitychange', this.#seen);
    clearTimeout(this.#hiding);
    this.#end();
  }

  readonly #seen = () => {
    clearTimeout(this.#hiding);
    if (!document.hidden) {
      this.#begin();
      this.retry();
    } else if (this.#stop) this.#hiding = setTimeout(() => this.#pause(), HIDDEN_MS_MAX);
  };

  #pause(): void {
    this.#end();
    this.#handlers.onLost(null);
  }

  #begin(): void {
    if (this.#stop) return;
    this.#tries = 0;
    void this.#connect();
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    clearTimeout(this.#silence);
    this.#stop?.abort();
    this.#stop = null;
  }

  /** Tries at once instead of when it would. */
  retry(): void {
    if (!this.#stop || this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    void this.#connect();
  }

  async #connect(): Promise<void> {
    const stop = new AbortController();
    this.#stop?.abort();
    this.#stop = stop;
    this.#timer = undefined;
    if (this.#tries > 0) this.#handlers.onLost(null);
    try {
      await this.#read(stop);
    } catch {
      // Whatever broke it, the way back is the same.
    }
    clearTimeout(this.#silence);
    if (this.#stop !== stop) return;
    const wait = WAITS_MS[Math.min(this.#tries, WAITS_MS.length - 1)] ?? 30_000;
    this.#tries += 1;
    // Not all pages come back in the same instant after a restart.
    const spread = wait * (0.75 + Math.random() / 2);
    this.#handlers.onLost(Date.now() + spread);
    this.#timer = setTimeout(() => void this.#connect(), spread);
  }

  async #read(stop: AbortController): Promise<void> {
    const url = new URL(this.#handlers.address(this.#cursor), location.origin);
    this.#listen(stop);
    const response = await this.#handlers.fetch(
      new Request(url, { headers: { accept: 'text/event-stream' }, signal: stop.signal, cache: 'no-store' }),
    );
    if (response.status === 400 && this.#cursor) {
      // The cursor is not known any more (another store, or changes thrown away): from now on, and all loaded again.
      this.#cursor = '';
      return;
    }
    if (!response.ok || !response.body) return this.#handlers.onRefused?.(response.status);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const isGap = this.#wasOpen && this.#cursor === '';
    this.#wasOpen = true;
    this.#tries = 0;
    this.#handlers.onOpen();
    if (isGap) this.#handlers.onReset();
    const parse = parser((event) => {
      if (event.name === 'goodbye' || event.name === 'lagging' || event.name === 'broken') return;
      // The server greets with a cursor and nothing else: whoever loses the line before the first change resumes from there.
      if (event.id) this.#cursor = event.id;
      if (event.data) this.#handlers.onEvent(event);
    });
    for (;;) {
      this.#listen(stop);
      const { done, value } = await reader.read();
      if (done || stop.signal.aborted) return;
      parse(value);
    }
  }

  #listen(stop: AbortController): void {
    clearTimeout(this.#silence);
    this.#heardAt = Date.now();
    this.#isSilent = false;
    this.#silence = setTimeout(() => {
      this.#isSilent = true;
      stop.abort();
    }, SILENCE_MS_MAX);
  }
}
