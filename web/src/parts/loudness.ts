// The loudness of a recording, worked out of its bytes for whoever draws it. They are fetched once and decoded by the browser,
// unless they are too many for that; what cannot be drawn is played all the same, so that nothing here is a failure.

import decoder from 'wavesurfer.js/dist/decoder.js';
import { peaksOf, type Peaks } from './peaks';

/** Above it a recording is played, and not drawn: decoding takes ten times its size in memory. */
const DRAWN_BYTES_MAX = 40_000_000;
/** What is drawn needs no more; a telephone has 8,000. */
const SAMPLES_PER_S = 8_000;

/** Peaks of the recording that is brought; null where there are none to draw. `size` is its bytes, as far as that is known. */
export async function loudnessOf(size: number | null, bring: () => Promise<Response>): Promise<Peaks | null> {
  if (isTooLong(size)) return null;
  try {
    const response = await bring();
    if (!response.ok || isTooLong(Number(response.headers.get('content-length')))) {
      await response.body?.cancel();
      return null;
    }
    return peaksOf(await decoder.decode(await response.arrayBuffer(), SAMPLES_PER_S));
  } catch {
    return null;
  }
}

function isTooLong(bytes: number | null): boolean {
  return bytes !== null && bytes > DRAWN_BYTES_MAX;
}
