// The page's colours as a canvas needs them: resolved, and told anew when the page turns light or dark.

const NAMES = ['ink', 'ink-2', 'ink-3', 'rule', 'rule-2', 'talk', 'talk-list', 'lost', 'paper'] as const;
export type Colours = Record<(typeof NAMES)[number], string> & { font: string };

function read(): Colours {
  const probe = document.createElement('i');
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const resolved = NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, style.color];
  });
  const font = `12px ${style.fontFamily}`;
  probe.remove();
  return { ...(Object.fromEntries(resolved) as Record<(typeof NAMES)[number], string>), font };
}

class Told {
  #now = $state.raw<Colours | null>(null);

  get now(): Colours {
    if (!this.#now) this.#follow();
    return this.#now ?? read();
  }

  #follow(): void {
    const again = () => (this.#now = read());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
    new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    // What is read first is read inside of a drawing: it must not be told to itself.
    queueMicrotask(again);
  }
}

export const colours = new Told();
