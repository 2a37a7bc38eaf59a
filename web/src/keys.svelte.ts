// The keys of the page: which there are right now, what they do, and how the help lists them.
// No key counts while one types, nor with Ctrl, Alt or Meta; single letters can be switched off (Esc and Enter stay).
// Usage, in a component: `useKeys('Calls', { j: { does: t.keys.next, run: next }, 'g l': {…} })`.

import { untrack } from 'svelte';
import { kept } from './kept.svelte';

export interface Key {
  /** What it does, as the help says it. */
  does: string;
  run: (event: KeyboardEvent) => void;
  /** Whether it counts right now; always if nothing is said. */
  when?: () => boolean;
}

/** By what is pressed: `j`, `?`, `Space`, `Enter`, `Esc`, `ArrowLeft`, `Shift+ArrowLeft`, or two in turn: `g l`. */
export type Keys = Record<string, Key>;

interface Group {
  title: string;
  keys: Keys;
}

// How long the second of two keys may take.
const SECOND_MS = 1_500;
const singles = kept<boolean>('keys', true, (value) => typeof value === 'boolean');

class Keyboard {
  #groups = $state.raw<Group[]>([]);
  #first = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** All that count right now, for the help. */
  get groups(): readonly Group[] {
    return this.#groups;
  }
  /** Whether single letters count. */
  get singles(): boolean {
    return singles.value;
  }
  set singles(on: boolean) {
    singles.value = on;
  }

  /** Adds keys; the newest count first. Answers how to take them away. */
  add(title: string, keys: Keys): () => unknown {
    const group = { title, keys };
    // Whoever adds keys in an effect does not follow the keys of others.
    untrack(() => (this.#groups = [group, ...this.#groups]));
    return () => untrack(() => (this.#groups = this.#groups.filter((other) => other !== group)));
  }

  /** Takes what is pressed anywhere on the page. Only App hands it over. */
  press(event: KeyboardEvent): void {
    const pressed = nameOf(event);
    if (pressed === '' || event.defaultPrevented) return;
    if (typesInto(event.target) && pressed !== 'Esc') return;
    if ((pressed === 'Enter' || pressed === 'Space') && isControl(event.target)) return;
    if (!singles.value && isSingle(pressed)) return;
    const two = this.#first && `${this.#first} ${pressed}`;
    clearTimeout(this.#timer);
    this.#first = '';
    if (two && this.#run(two, event)) return;
    if (this.#run(pressed, event)) return;
    if (!this.#groups.some(({ keys }) => Object.keys(keys).some((name) => name.startsWith(`${pressed} `)))) return;
    this.#first = pressed;
    this.#timer = setTimeout(() => (this.#first = ''), SECOND_MS);
  }

  #run(name: string, event: KeyboardEvent): boolean {
    // Under a dialog the page has no keys; the dialog has its own.
    const dialog = document.querySelector('dialog[open]');
    if (dialog && !dialog.contains(event.target as Node)) return false;
    for (const { keys } of this.#groups) {
      const key = keys[name];
      if (!key || (key.when && !key.when())) continue;
      if (dialog && name !== 'Esc') return false;
      event.preventDefault();
      key.run(event);
      return true;
    }
    return false;
  }
}

export const keyboard = new Keyboard();

/** Keys that count as long as the component stands. `keys` may be a function where they change with state. */
export function useKeys(title: string, keys: Keys | (() => Keys)): void {
  $effect(() => {
    const away = keyboard.add(title, typeof keys === 'function' ? keys() : keys);
    return () => void away();
  });
}

function nameOf(event: KeyboardEvent): string {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return '';
  const name = event.key === ' ' ? 'Space' : event.key === 'Escape' ? 'Esc' : event.key;
  return event.shiftKey && name.length > 1 ? `Shift+${name}` : name;
}

function isSingle(name: string): boolean {
  return [...name].length === 1;
}

/** Whether Enter and Space are its own: a button that has the focus is pressed by them. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a[href], summary, input, [role=tab], [role^=menuitem]') !== null;
}

/** Whether what is pressed is meant for a field. */
function typesInto(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type);
}
