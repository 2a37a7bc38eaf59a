// The list that one came from, so that one call can lead to the next and the one before, and say which of how many it is.
// Only what the log has read counts; it is forgotten with the page.
// Usage: `const place = trail.placeOf(id)`, then `trail.at(place - 1)`, `trail.total`, `trail.address`.

class Trail {
  #ids = $state.raw<readonly string[]>([]);
  #total = $state<number | null>(null);
  #address = $state('/calls');

  /** Only the log says this. */
  set(ids: readonly string[], total: number | null, address: string): void {
    this.#ids = ids;
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
