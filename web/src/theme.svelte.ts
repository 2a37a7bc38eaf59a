// Light or dark: as the system says, or as the reader chose.

import { kept } from './kept.svelte';

export type Theme = 'auto' | 'light' | 'dark';

const chosen = kept<Theme>('theme', 'auto', (value) => value === 'auto' || value === 'light' || value === 'dark');

function apply(): void {
  const root = document.documentElement;
  if (chosen.value === 'auto') delete root.dataset.theme;
  else root.dataset.theme = chosen.value;
}

export const theme = {
  get chosen(): Theme {
    return chosen.value;
  },
  set chosen(value: Theme) {
    chosen.value = value;
    apply();
  },
  start: apply,
};
