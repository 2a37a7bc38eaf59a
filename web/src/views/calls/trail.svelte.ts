// The list that one came from, so that one call can lead to the next and the one before, and say which of how many it is.
// It goes on as the log does, page by page, and keeps the order in which one saw it; it is forgotten with the page.
// Usage: `const place = trail.placeOf(id)`, then `trail.at(place - 1)`, `trail.total`, `trail.address`, and
// `trail.near(place)`.

/** The list, as far as it was read. */
interface List {
  readonly rows: readonly { id: string }[];
  /** Reads on, if there is more. */
  more(): Promise<void>;
}

/** So many before the last that was read, the next are read. */
const NEAR = 5;

class Trail {
  #list: List | null = null;
  #ids = $state.raw<readonly string[]>([]);
  #total = $state<number | null>(null);
  #address = $state('/calls');

  /** Only the log says this. */
  set(list: List, total: number | null, address: string): void {
    this.#list = list;
    this.#ids = list.rows.map(({ id }) => id);
    this.#total = total;
    this.#address = address;
  }

  /** Where in the list it is, from 0; -1 where one did not come from there. */
  placeOf(id: string): number {
    return this.#ids.indexOf(id);
  }
  at(place: number): string | undefined {
    return this.#ids[place];
  }
  /** Has the list read on where this place is near the end of what was read. */
  async near(place: number): Promise<void> {
    const list = this.#list;
    if (!list || place < 0 || place < this.#ids.length - NEAR) return;
    await list.more();
    if (this.#list !== list) return;
    const known = new Set(this.#ids);
    const further = list.rows.map(({ id }) => id).filter((id) => !known.has(id));
    if (further.length > 0) this.#ids = [...this.#ids, ...further];
  }
  /** How many the filters find; null where nobody counted. */
  get total(): number | null {
    return this.#total;
  }
  /** The address of the list, filters and all. */
  get address(): string {
    return this.#address;
  }
}

export const trail = new Trail();
