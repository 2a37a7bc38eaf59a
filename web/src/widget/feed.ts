// The change feed of a token: one stream for all elements of a page that have the same, since a browser has six connections to a
// server. It is open while somebody follows, comes back by itself, and goes on after the last change that it had.
// It must never send the token anywhere but in a head to its server.

import type { Change } from '../api/client';
import { Stream } from '../api/stream';

export interface Follower {
  onChange: (change: Change) => void;
  /** From now on changes come; of what happened before, whoever begins to follow was told nothing. */
  onOpen: () => void;
  onLost: () => void;
  /** Changes were missed: everything is to be loaded again. */
  onReset: () => void;
  /** The server answers, and gives no feed. */
  onRefused: (status: number) => void;
}

// Imported ones come by the ten thousand and concern the past.
const KINDS = 'new,changed,ended,corrected,merged,erased';
const open = new Map<string, Feed>();

class Feed {
  readonly followers = new Set<Follower>();
  isOpen = false;
  readonly stream: Stream;

  constructor(server: string, token: string) {
    this.stream = new Stream({
      fetch: (request) => fetch(new Request(request, { headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` }, credentials: 'omit' })),
      address: (cursor) => `${server}/callbook/v1/changes/events?${new URLSearchParams({ record: 'true', kind: KINDS, ...(cursor && { after: cursor }) })}`,
      onEvent: ({ data }) => this.#take(data),
      onOpen: () => {
        this.isOpen = true;
        this.#tell(({ onOpen }) => onOpen());
      },
      onLost: () => {
        this.isOpen = false;
        this.#tell(({ onLost }) => onLost());
      },
      onReset: () => this.#tell(({ onReset }) => onReset()),
      onRefused: (status) => this.#tell(({ onRefused }) => onRefused(status)),
    });
  }

  #tell(what: (follower: Follower) => void): void {
    // One that is told may stop to follow.
    for (const follower of [...this.followers]) what(follower);
  }

  #take(data: string): void {
    let change: Change;
    try {
      change = JSON.parse(data) as Change;
    } catch {
      return;
    }
    this.#tell(({ onChange }) => onChange(change));
  }
}

/** Follows the feed of a token. Answers how to stop. */
export function follow(server: string, token: string, follower: Follower): () => void {
  const key = `${server} ${token}`;
  const feed = open.get(key) ?? new Feed(server, token);
  open.set(key, feed);
  feed.followers.add(follower);
  if (feed.isOpen) follower.onOpen();
  else feed.stream.start();
  return () => {
    if (!feed.followers.delete(follower) || feed.followers.size > 0) return;
    feed.stream.stop();
    open.delete(key);
  };
}
