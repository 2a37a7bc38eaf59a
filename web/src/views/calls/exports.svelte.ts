// Exports: jobs of the server that write down everything a filter finds. Asked how they stand as long as one is under way.

import { fetchSigned } from '../../api/client';
import { Failure } from '../../api/failure';
import type { Asked } from './filters';

export const FORMATS = ['csv', 'jsonl', 'parquet', 'vcon'] as const;
export type Format = (typeof FORMATS)[number];

export interface Job {
  id: string;
  format: string;
  state: 'waiting' | 'running' | 'ready' | 'failed';
  /** Rows written, and how many there will be; null where that is not known. */
  done: number;
  total: number | null;
  bytes: number;
  asked_at: string;
  expires_at: string;
  /** Why it failed, and what can be done, in words. */
  says: string | null;
}

const POLL_MS = 1_000;
const ROOT = '/callbook/v1/exports';

async function send(method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = body === undefined ? undefined : { 'content-type': 'application/json' };
  const request = new Request(new URL(path, location.origin), { method, headers, body: JSON.stringify(body) });
  let response: Response;
  try {
    response = await fetchSigned(request);
  } catch (thrown) {
    throw Failure.of(thrown);
  }
  const answer: unknown = response.status === 204 ? null : await response.json().catch(() => ({}));
  if (!response.ok) throw new Failure(response.status, answer as object, response.headers);
  return answer;
}

/** Whether it goes on. */
export function isUnderWay(job: Job): boolean {
  return job.state === 'waiting' || job.state === 'running';
}

export function fileOf(job: Job): string {
  return `${ROOT}/${encodeURIComponent(job.id)}/file`;
}

class Exports {
  #jobs = $state.raw<Job[]>([]);
  #failure = $state.raw<Failure | null>(null);
  #known = $state(false);
  #busy = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #watchers = 0;
  /** When each was first seen, and how far it was: for how long it may take. */
  readonly #paces = new Map<string, { at: number; done: number }>();

  get jobs(): readonly Job[] {
    return this.#jobs;
  }
  get failure(): Failure | null {
    return this.#failure;
  }
  get known(): boolean {
    return this.#known;
  }
  get busy(): boolean {
    return this.#busy;
  }

  /** Follows them as long as somebody looks. Answers how to stop, as an effect wants it. */
  watch(): () => void {
    this.#watchers += 1;
    void this.#look();
    return () => {
      this.#watchers -= 1;
      if (this.#watchers === 0) clearTimeout(this.#timer);
    };
  }

  /** Begins one. */
  async start(format: Format, filter: Asked): Promise<boolean> {
    this.#busy = true;
    try {
      await send('POST', ROOT, { format, filter });
      this.#failure = null;
      await this.#look();
      return true;
    } catch (thrown) {
      this.#failure = Failure.of(thrown);
      return false;
    } finally {
      this.#busy = false;
    }
  }

  /** Ends one that is under way, or removes what it wrote. */
  async remove(job: Job): Promise<void> {
    try {
      await send('DELETE', `${ROOT}/${encodeURIComponent(job.id)}`);
    } catch (thrown) {
      this.#failure = Failure.of(thrown);
    }
    await this.#look();
  }

  /** In how many seconds it is done, by its pace so far; null as long as that cannot be said. */
  secondsLeft(job: Job): number | null {
    const pace = this.#paces.get(job.id);
    if (!pace || job.total === null || job.done <= pace.done) return null;
    const perMs = (job.done - pace.done) / (Date.now() - pace.at);
    return (job.total - job.done) / perMs / 1000;
  }

  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const told = (await send('GET', ROOT)) as { exports?: Job[] };
      this.#jobs = told.exports ?? [];
      this.#known = true;
      for (const job of this.#jobs) if (!this.#paces.has(job.id)) this.#paces.set(job.id, { at: Date.now(), done: job.done });
    } catch (thrown) {
      this.#failure = Failure.of(thrown);
    }
    if (this.#watchers > 0 && this.#jobs.some(isUnderWay)) this.#timer = setTimeout(() => void this.#look(), POLL_MS);
  }
}

export const exported = new Exports();
