// Something that is said to the server by a form or a button, and what comes of it: busy, done, or a failure that stands at its field.
// Usage: `const saving = new Saving();` then `if (await saving.run(() => ask(api.PUT(…)))) close();` and `saving.at('ami.address')`.

import { Failure } from '../../api/failure';
import { tell } from '../../parts/toasts.svelte';

export class Saving {
  busy = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** Fields that the form shows: a failure at another one stands at the foot of it. */
  readonly #shown: string[];

  constructor(shown: string[] = []) {
    this.#shown = shown;
  }

  /** Does it; whether it was done. Only one thing at a time. */
  async run(doing: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.failure = null;
    try {
      await doing();
      return true;
    } catch (thrown) {
      this.failure = Failure.of(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** The same of a button that has no room for a failure: it is told at the foot of the page. */
  async press(doing: () => Promise<unknown>): Promise<boolean> {
    const done = await this.run(doing);
    if (this.failure) tell(this.failure.detail || this.failure.title);
    return done;
  }

  /** What is wrong with a field. */
  at(field: string): string | null {
    return this.failure?.field === field ? this.failure.detail : null;
  }

  /** What is wrong, and with no field that is shown. */
  get rest(): Failure | null {
    return this.failure && !(this.failure.field && this.#shown.includes(this.failure.field)) ? this.failure : null;
  }

  forget(): void {
    this.failure = null;
  }
}
