// A recording with sound, made and not spoken: two tracks, who is outside on the left, who is inside on the right, in turns.

import type { Told } from './plots';
import { Chance } from './chance';

const RATE = 8_000;

/** A wav file of a talk: 16 bits, two tracks. While somebody is on hold there is soft music only. */
export function sound(of: NonNullable<Told['sound']>, seed: number): Uint8Array<ArrayBuffer> {
  const chance = new Chance(seed);
  const frames = Math.round(of.seconds * RATE);
  const samples = new Int16Array(frames * 2);
  for (let begin = 0, side = 0; begin < frames; side = 1 - side) {
    const length = Math.round(chance.between(0.6, 5) * RATE);
    speak(samples, begin, Math.min(frames, begin + length), side, chance.between(95, 210), of.silent);
    begin += length + Math.round(chance.between(0.1, 0.5) * RATE);
  }
  for (const [from, until] of of.silent) music(samples, Math.round(from * RATE), Math.min(frames, Math.round(until * RATE)));
  return wav(samples);
}

/** Syllables: a hum with overtones that swells four times a second. */
function speak(samples: Int16Array, begin: number, end: number, side: number, pitch: number, silent: [number, number][]): void {
  for (let frame = begin; frame < end; frame++) {
    const t = frame / RATE;
    if (silent.some(([from, until]) => t >= from && t < until)) continue;
    const swell = Math.abs(Math.sin(2 * Math.PI * 2.1 * t)) * (0.6 + 0.4 * Math.sin(2 * Math.PI * 0.31 * t));
    const turn = 2 * Math.PI * (pitch + 9 * Math.sin(2 * Math.PI * 3 * t)) * t;
    samples[frame * 2 + side] = Math.round(7_500 * swell * (Math.sin(turn) + 0.5 * Math.sin(2 * turn) + 0.25 * Math.sin(5 * turn)));
  }
}

function music(samples: Int16Array, begin: number, end: number): void {
  for (let frame = begin; frame < end; frame++) {
    const t = frame / RATE;
    const note = [262, 330, 392, 523][Math.floor(t * 2) % 4] ?? 262;
    samples[frame * 2] = Math.round(2_200 * Math.sin(2 * Math.PI * note * t));
  }
}

function wav(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(44 + samples.byteLength);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string) => [...word].forEach((letter, place) => view.setUint8(at + place, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, 36 + samples.byteLength, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 2, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 4, true);
  view.setUint16(32, 4, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, samples.byteLength, true);
  bytes.set(new Uint8Array(samples.buffer), 44);
  return bytes;
}
