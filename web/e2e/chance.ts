// Chance that is the same on every run, so that a picture made twice is the same picture.

export class Chance {
  constructor(private seed: number) {}

  /** From 0 to below 1 (mulberry32). */
  next(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let drawn = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    drawn = (drawn + Math.imul(drawn ^ (drawn >>> 7), 61 | drawn)) ^ drawn;
    return ((drawn ^ (drawn >>> 14)) >>> 0) / 4_294_967_296;
  }

  is(likely: number): boolean {
    return this.next() < likely;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  of<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  /** Lengths as they are with people: most are short, few are long. */
  length(half: number, most: number): number {
    return Math.min(most, half * Math.exp(0.8 * this.normal()));
  }

  private normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    return items.map((item) => ({ item, place: this.next() })).sort((one, other) => one.place - other.place).map(({ item }) => item);
  }

  some<Item>(items: readonly Item[], most: number): Item[] {
    return this.shuffled(items).slice(0, Math.floor(this.next() * (most + 1)));
  }
}
