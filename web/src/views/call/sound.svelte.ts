// The sound of one recording: playing, its place, its speed, and its peaks to draw. One to a view; list players are elsewhere.
// The sound itself is streamed by the browser with ranges; to draw it, it is fetched once and decoded, unless it is too long for that.
// It must never say that somebody listened before sound was heard.

import { api, ask, fetchSigned } from '../../api/client';
import { kept } from '../../kept.svelte';
import { loudnessOf } from '../../parts/loudness';
import type { Peaks } from '../../parts/peaks';

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];

const speed = kept<number>('speed', 1, (value) => typeof value === 'number' && SPEEDS.includes(value));

export class Sound {
  #audio: HTMLAudioElement;
  #frame = 0;
  #isHeard = false;
  #at = $state(0);
  #length = $state<number | null>(null);
  #playing = $state(false);
  #failed = $state(false);
  #peaks = $state.raw<Peaks | null>(null);
  readonly #stop = new AbortController();

  constructor(readonly id: string, readonly size: number | null) {
    const audio = new Audio();
    audio.preload = 'metadata';
    audio.src = `/callbook/v1/recordings/${encodeURIComponent(id)}/media`;
    audio.playbackRate = speed.value;
    audio.onloadedmetadata = () => (this.#length = Number.isFinite(audio.duration) ? audio.duration : null);
    audio.onplay = () => this.#run();
    audio.onplaying = () => this.#heard();
    audio.onpause = audio.onended = () => (this.#playing = false);
    audio.onseeked = audio.ontimeupdate = () => (this.#at = audio.currentTime);
    audio.onerror = () => (this.#failed = true);
    this.#audio = audio;
    void this.#draw();
  }

  /** Where it is, in its own seconds. */
  get at(): number {
    return this.#at;
  }
  get length(): number | null {
    return this.#length;
  }
  get isPlaying(): boolean {
    return this.#playing;
  }
  get hasFailed(): boolean {
    return this.#failed;
  }
  get peaks(): Peaks | null {
    return this.#peaks;
  }
  get speed(): number {
    return speed.value;
  }
  get speeds(): readonly number[] {
    return SPEEDS;
  }

  toggle(): void {
    if (this.#playing) this.#audio.pause();
    else void this.#audio.play().catch(() => (this.#failed = this.#audio.error !== null));
  }

  seek(seconds: number): void {
    const last = this.#length ?? this.#audio.duration;
    this.#audio.currentTime = Math.max(0, Number.isFinite(last) ? Math.min(seconds, last) : seconds);
    this.#at = this.#audio.currentTime;
  }

  setSpeed(value: number): void {
    speed.value = value;
    this.#audio.playbackRate = value;
  }

  /** One step slower (-1) or faster (1). */
  step(by: number): void {
    const at = SPEEDS.indexOf(speed.value) + by;
    this.setSpeed(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at))] ?? 1);
  }

  /** Loads it once more after it failed. */
  again(): void {
    this.#failed = false;
    this.#audio.load();
    if (!this.#peaks) void this.#draw();
  }

  close(): void {
    this.#stop.abort();
    cancelAnimationFrame(this.#frame);
    this.#audio.pause();
    this.#audio.removeAttribute('src');
    this.#audio.load();
  }

  /** While it plays its place is read once a frame, so that the playhead glides. */
  #run(): void {
    this.#playing = true;
    cancelAnimationFrame(this.#frame);
    const tick = () => {
      this.#at = this.#audio.currentTime;
      if (this.#playing) this.#frame = requestAnimationFrame(tick);
    };
    tick();
  }

  #heard(): void {
    if (this.#isHeard) return;
    this.#isHeard = true;
    // That it was heard is worth a note, but no word to who listens if it could not be kept.
    ask(api.PUT('/callbook/v1/recordings/{id}/played', { params: { path: { id: this.id } } })).catch(() => undefined);
  }

  async #draw(): Promise<void> {
    const address = new URL(`/callbook/v1/recordings/${encodeURIComponent(this.id)}/media`, location.href);
    const { signal } = this.#stop;
    this.#peaks = await loudnessOf(this.size, () => fetchSigned(new Request(address, { credentials: 'same-origin', signal })));
  }
}
