// What the reader chose for this browser (theme, zone, keys), kept between visits. Never a token, never anything of a call.
// A browser that keeps nothing (private windows) loses no more than the choice.

export interface Kept<Value> {
  value: Value;
}

/** A choice by its name; `isValid` guards against what older versions kept. */
export function kept<Value>(name: string, first: Value, isValid: (value: unknown) => boolean): Kept<Value> {
  const key = `callbook.${name}`;
  let value = $state(read(key, first, isValid));
  return {
    get value() {
      return value;
    },
    set value(chosen: Value) {
      value = chosen;
      try {
        localStorage.setItem(key, JSON.stringify(chosen));
      } catch {
        // It counts for this visit.
      }
    },
  };
}

function read<Value>(key: string, first: Value, isValid: (value: unknown) => boolean): Value {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return isValid(held) ? (held as Value) : first;
  } catch {
    return first;
  }
}
