// How many conversations began since the log was read that its filters find. What the record itself cannot tell the server is
// asked, a moment after the last that was told. It must never announce what the log would not show.

import type { Conversation } from '../../api/client';
import { startOf } from '../../timeline/course';
import type { Asked } from './filters';
import { isFoundByAny } from './match';

/** Asked for at most so often, however many are told. */
const PACE_MS = 1_000;
/** More than this are not counted. */
export const NEWER_MAX = 100;

export class Newer {
  #ids = $state.raw<readonly string[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;

  constructor(
    private readonly questions: readonly Asked[],
    /** When the log was read (ms). */
    private readonly began: number,
    private readonly isShown: (id: string) => boolean,
    /** The newest of what the server finds since then, at most NEWER_MAX. */
    private readonly look: () => Promise<readonly Conversation[]>,
  ) {}

  get count(): number {
    return this.#ids.length;
  }

  /** Takes one that is told and not shown. */
  heard(record: Conversation): void {
    const found = startOf(record) > this.began && isFoundByAny(record, this.questions);
    const is = this.#ids.includes(record.id);
    if (found === false && is) this.#ids = this.#ids.filter((id) => id !== record.id);
    else if (found === true && !is) this.#ids = [...this.#ids, record.id];
    else if (found === null) this.#soon();
  }

  /** Once other rows are shown. */
  shown(): void {
    this.#ids = this.#ids.filter((id) => !this.isShown(id));
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #soon(): void {
    if (this.#ids.length < NEWER_MAX) this.#timer ??= setTimeout(() => void this.#ask(), PACE_MS);
  }

  async #ask(): Promise<void> {
    this.#timer = undefined;
    if (this.#asking) return this.#soon();
    this.#asking = true;
    try {
      const found = await this.look();
      this.#ids = found.filter((record) => startOf(record) > this.began && !this.isShown(record.id)).map(({ id }) => id);
    } catch {
      // The number before stays, until the next that is told.
    } finally {
      this.#asking = false;
    }
  }
}
