// Short messages at the foot of the page, with a way to take back what was done. They never carry what one must not miss:
// an error of a form stands at the form.
// Usage: `tell('Handled', { undo: () => … })`.

export interface Toast {
  id: number;
  text: string;
  undo?: () => void;
  /** Another thing to do than to take it back. */
  action?: { label: string; run: () => void };
}

const SHORT_MS = 4_000;
const UNDO_MS = 8_000;

let next = 1;
let list = $state.raw<Toast[]>([]);
const timers = new Map<number, ReturnType<typeof setTimeout>>();

export const toasts = {
  get list(): readonly Toast[] {
    return list;
  },
};

/** Shows a message; with `undo` for 8 s, else for 4. Answers how to take it away. */
export function tell(text: string, how: Omit<Toast, 'id' | 'text'> = {}): () => void {
  const id = next++;
  list = [...list.slice(-2), { id, text, ...how }];
  resume(id);
  return () => dismiss(id);
}

export function dismiss(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  list = list.filter((toast) => toast.id !== id);
}

/** Keeps a message while pointer or focus is on it. */
export function pause(id: number): void {
  clearTimeout(timers.get(id));
}

export function resume(id: number): void {
  const toast = list.find((other) => other.id === id);
  if (!toast) return;
  clearTimeout(timers.get(id));
  timers.set(id, setTimeout(() => dismiss(id), toast.undo || toast.action ? UNDO_MS : SHORT_MS));
}
