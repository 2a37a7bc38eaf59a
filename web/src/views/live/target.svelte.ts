// How long somebody should wait at most, as the reader chose it for this browser: longer waits are marked.

import { kept } from '../../kept.svelte';

export const TARGETS = [10, 20, 30, 60, 120, 300];
const choice = kept<number>('target', 60, (value) => typeof value === 'number' && TARGETS.includes(value));

export const target = {
  get seconds(): number {
    return choice.value;
  },
  set seconds(seconds: number) {
    choice.value = seconds;
  },
};
