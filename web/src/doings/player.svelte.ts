// Plays one recording at a time, for lists: a press plays, another pauses. The picture of one call has a player of its own.

import { api, ask } from '../api/client';

class Player {
  #id = $state<string | null>(null);
  #playing = $state(false);
  #failed = $state<string | null>(null);
  #audio: HTMLAudioElement | null = null;

  isPlaying(id: string): boolean {
    return this.#playing && this.#id === id;
  }
  hasFailed(id: string): boolean {
    return this.#failed === id;
  }

  toggle(id: string): void {
    if (this.isPlaying(id)) {
      this.#audio?.pause();
      return;
    }
    if (this.#id !== id || !this.#audio) this.#load(id);
    this.#failed = null;
    this.#audio?.play().catch(() => (this.#failed = id));
  }

  stop(): void {
    this.#audio?.pause();
    this.#audio = null;
    this.#id = null;
  }

  #load(id: string): void {
    this.stop();
    const audio = new Audio(`/callbook/v1/recordings/${encodeURIComponent(id)}/media`);
    audio.onplaying = () => {
      this.#playing = true;
      // Who listens to it is noted, as everywhere.
      ask(api.PUT('/callbook/v1/recordings/{id}/played', { params: { path: { id } } })).catch(() => undefined);
    };
    audio.onpause = audio.onended = () => (this.#playing = false);
    audio.onerror = () => {
      this.#playing = false;
      this.#failed = id;
    };
    this.#audio = audio;
    this.#id = id;
  }
}

export const player = new Player();
