// The one door to the server: every path and every shape is typed from its OpenAPI document.
// It must never be gone round: no view calls fetch by itself, because only here a session that is over is noticed.
// Usage: `const page = await ask(api.GET('/callbook/v1/conversations', { params: { query: { limit: 50 } } }))`.

import createClient from 'openapi-fetch';
import { heardServer } from '../time/skew';
import { Failure } from './failure';
import type { components, paths } from './schema';

/** A shape of the API by its name: `Schema<'Conversation'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

export type Conversation = Schema<'Conversation'>;
export type Change = Schema<'Change'>;

/** What is done when the server says 401: waits until somebody signed in again; false if nobody will. */
type SignedOut = () => Promise<boolean>;
let signedOut: SignedOut = () => Promise.resolve(false);

/** Says who looks after a session that is over. Only session.svelte.ts does. */
export function onSignedOut(handler: SignedOut): void {
  signedOut = handler;
}

// A sign-in that is refused is no session that is over.
const DOORS = ['/callbook/v1/sessions', '/callbook/v1/sessions/token'];

/** fetch, which waits for a new sign-in when the session is over, and then asks once more. Nothing that was written is lost. */
export async function fetchSigned(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await fetchOnce(request);
  if (response.status !== 401 || DOORS.includes(new URL(request.url).pathname)) return response;
  return (await signedOut()) ? fetchOnce(again) : response;
}

async function fetchOnce(request: Request): Promise<Response> {
  const begun = Date.now();
  const response = await fetch(request);
  heardServer(response.headers.get('date'), begun, Date.now());
  return response;
}

export const api = createClient<paths>({ fetch: fetchSigned, credentials: 'same-origin' });

type Answered<Data> = { data?: Data; error?: unknown; response: Response };

/** What was answered, or a Failure thrown. */
export async function ask<Data>(asked: Promise<Answered<Data>>): Promise<Exclude<Data, undefined>> {
  let answered: Answered<Data>;
  try {
    answered = await asked;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') throw thrown;
    throw Failure.of(thrown);
  }
  const { response } = answered;
  if (!response.ok) throw new Failure(response.status, problemOf(answered.error), response.headers);
  return answered.data as Exclude<Data, undefined>;
}

function problemOf(error: unknown): Partial<Schema<'Problem'>> {
  if (typeof error === 'object' && error !== null) return error;
  return { detail: typeof error === 'string' ? error.slice(0, 500) : '' };
}
