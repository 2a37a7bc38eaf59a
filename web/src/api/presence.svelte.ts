// Agents and queues as they are right now. The stream is open only while a view looks at it, as a browser has few connections
// to spare; each time it begins with everything, so there is nothing to resume.
// Usage: `$effect(() => presence.watch())`, then `presence.agents` and `presence.queues`.

import { SvelteMap } from 'svelte/reactivity';
import { fetchSigned, type Schema } from './client';
import { Stream, type StreamEvent } from './stream';

export type Agent = Schema<'AgentPresence'>;
export type Queue = Schema<'QueuePresence'>;

interface PresenceChange {
  agents: Agent[];
  queues: Queue[];
  gone_agents: string[];
  gone_queues: string[];
}

class Presence {
  readonly #agents = new SvelteMap<string, Agent>();
  readonly #queues = new SvelteMap<string, Queue>();
  #known = $state(false);
  #live = $state(false);
  #watchers = 0;
  readonly #stream = new Stream({
    fetch: fetchSigned,
    address: () => '/callbook/v1/presence/events',
    onEvent: (event) => this.#take(event),
    onOpen: () => (this.#live = true),
    onLost: () => (this.#live = false),
    onReset: () => undefined,
  });

  /** By the key of the user. */
  get agents(): ReadonlyMap<string, Agent> {
    return this.#agents;
  }
  /** By the key of the queue. */
  get queues(): ReadonlyMap<string, Queue> {
    return this.#queues;
  }
  /** Whether anything was told yet: before, an empty list means nothing. */
  get known(): boolean {
    return this.#known;
  }
  get live(): boolean {
    return this.#live;
  }

  /** Keeps it going as long as somebody watches. Answers how to stop, as an effect wants it. */
  watch(): () => void {
    this.#watchers += 1;
    if (this.#watchers === 1) this.#stream.start();
    return () => {
      this.#watchers -= 1;
      if (this.#watchers === 0) this.#stream.stop();
    };
  }

  #take(event: StreamEvent): void {
    let told: PresenceChange;
    try {
      told = JSON.parse(event.data) as PresenceChange;
    } catch {
      return;
    }
    if (event.name === 'view') {
      forgetOthers(this.#agents, told.agents.map((agent) => agent.user));
      forgetOthers(this.#queues, told.queues.map((queue) => queue.queue));
    }
    for (const agent of told.agents) this.#agents.set(agent.user, agent);
    for (const queue of told.queues) this.#queues.set(queue.queue, queue);
    for (const user of told.gone_agents ?? []) this.#agents.delete(user);
    for (const queue of told.gone_queues ?? []) this.#queues.delete(queue);
    this.#known = true;
  }
}

function forgetOthers(held: Map<string, unknown>, told: string[]): void {
  const stays = new Set(told);
  for (const key of [...held.keys()]) if (!stays.has(key)) held.delete(key);
}

export const presence = new Presence();
