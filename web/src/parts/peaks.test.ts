import { describe, expect, it } from 'vitest';
import { pathOf, peaksOf } from './peaks';

const sound = (seconds: number, ...channels: ((at: number) => number)[]) => ({
  numberOfChannels: channels.length,
  sampleRate: 1000,
  duration: seconds,
  getChannelData: (channel: number) => Float32Array.from({ length: seconds * 1000 }, (_, i) => channels[channel]!(i / 1000)),
});

describe('the loudness of a recording', () => {
  it('is told a hundred times a second for each side, the loudest being one', () => {
    const peaks = peaksOf(sound(2, (at) => (at < 1 ? 0.25 : 0.1), () => 0.5));
    expect(peaks.channels.map((one) => one.length)).toEqual([200, 200]);
    expect(peaks.channels[0]![10]).toBeCloseTo(0.5);
    expect(peaks.channels[1]![10]).toBeCloseTo(1);
  });

  it('is drawn as bars of three pixels, the first side above the line and the second below', () => {
    const path = pathOf(peaksOf(sound(1, () => 1, () => 0)), 0, 1, 30, 72);
    expect(path.split('M').length - 1).toBe(10);
    const [, top, bottom] = /^M1 ([\d.]+)V([\d.]+)/.exec(path)!;
    expect(36 - Number(top)).toBeGreaterThan(30);
    expect(Number(bottom) - 36).toBeLessThan(3);
  });

  it('draws nothing where there is no room or no time', () => {
    const peaks = peaksOf(sound(1, () => 1));
    expect([pathOf(peaks, 0, 1, 2, 72), pathOf(peaks, 1, 1, 300, 72)]).toEqual(['', '']);
  });

  it('is silent where there is no sound at all', () => {
    expect(Math.max(...peaksOf(sound(1, () => 0)).channels[0]!)).toBe(0);
  });
});
