import { expect, test, vi } from 'vitest';
import { loudnessOf } from './loudness';

const bytes = (length: string) => new Response(new Uint8Array(8), { headers: { 'content-length': length } });

test('a recording that is too long to be drawn is not even fetched, where its size is known', async () => {
  const bring = vi.fn(() => Promise.resolve(bytes('8')));
  expect(await loudnessOf(40_000_001, bring)).toBeNull();
  expect(bring).not.toHaveBeenCalled();
});

test('where it is not known, it is fetched no further than what it says of its size', async () => {
  const answer = bytes('40000001');
  expect(await loudnessOf(null, () => Promise.resolve(answer))).toBeNull();
  expect(answer.bodyUsed).toBe(true);
  await expect(answer.arrayBuffer()).rejects.toThrow();
});

test('what was not given, or cannot be decoded, is not drawn and no failure', async () => {
  const refused = new Response('{}', { status: 404 });
  expect(await loudnessOf(8, () => Promise.resolve(refused))).toBeNull();
  expect(await loudnessOf(8, () => Promise.reject(new TypeError('away')))).toBeNull();
  // There is no decoder outside of a browser, as for bytes that are no sound.
  expect(await loudnessOf(8, () => Promise.resolve(bytes('8')))).toBeNull();
});
