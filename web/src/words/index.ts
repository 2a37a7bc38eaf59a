// The texts of the page in the reader's language. No text stands anywhere else, so that another language is one more folder.
// A text with something in it is a function: `waiting: (n: number) => …`. Sentence case, no exclamation marks, house words only.
// Usage: `import { t } from '../../words'`, then `{t.live.title}`.

import { en } from './en';

export type Words = typeof en;

/** All texts. With a second language this is set before the page begins; English is the only one there is. */
export const t: Words = en;
