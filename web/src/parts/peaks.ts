// The loudness of a recording over time, and how it is drawn: bars of 2 px with 1 px between them, the outside party above the line
// and the inside below, or both sides mixed on both. Pure; the sound is decoded elsewhere.

export interface Peaks {
  /** Peaks from 0 to 1, a hundred a second, a list for each channel. */
  channels: Float32Array[];
  /** Seconds. */
  length: number;
}

export const PEAKS_PER_S = 100;
export const BAR_PX = 3;
const QUIET = 0.04;

interface Sounding {
  numberOfChannels: number;
  sampleRate: number;
  duration: number;
  getChannelData(channel: number): Float32Array;
}

export function peaksOf(sound: Sounding): Peaks {
  const count = Math.max(1, Math.ceil(sound.duration * PEAKS_PER_S));
  const step = sound.sampleRate / PEAKS_PER_S;
  let loudest = 0;
  const channels = Array.from({ length: Math.min(2, sound.numberOfChannels) }, (_, channel) => {
    const samples = sound.getChannelData(channel);
    const peaks = new Float32Array(count);
    for (let i = 0; i < count; i += 1) {
      let peak = 0;
      const end = Math.min(samples.length, Math.floor((i + 1) * step));
      for (let at = Math.floor(i * step); at < end; at += 1) peak = Math.max(peak, Math.abs(samples[at] ?? 0));
      peaks[i] = peak;
      loudest = Math.max(loudest, peak);
    }
    return peaks;
  });
  if (loudest > 0) for (const peaks of channels) for (let i = 0; i < count; i += 1) peaks[i]! /= loudest;
  return { channels, length: sound.duration };
}

/** The bars from one second to another, as a path in a box that is `width` by `height` pixels. */
export function pathOf(peaks: Peaks, from: number, until: number, width: number, height: number): string {
  const count = Math.floor(width / BAR_PX);
  if (count < 1 || until <= from) return '';
  const middle = height / 2;
  const half = middle - 2;
  const [above, below = above] = peaks.channels;
  let path = '';
  for (let i = 0; i < count; i += 1) {
    const s = Math.floor((from + ((until - from) * i) / count) * PEAKS_PER_S);
    const e = Math.max(s + 1, Math.floor((from + ((until - from) * (i + 1)) / count) * PEAKS_PER_S));
    const x = i * BAR_PX + 1;
    const [up, down] = [loudestOf(above, s, e), loudestOf(below, s, e)];
    path += `M${x} ${(middle - half * Math.max(QUIET, up)).toFixed(1)}V${(middle + half * Math.max(QUIET, down)).toFixed(1)}`;
  }
  return path;
}

function loudestOf(peaks: Float32Array | undefined, from: number, until: number): number {
  let loudest = 0;
  for (let i = from; i < until; i += 1) loudest = Math.max(loudest, peaks?.[i] ?? 0);
  return loudest;
}
