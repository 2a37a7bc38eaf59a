// A subscription as one state, its form, and the ladder of a delivery's tries. Pure.

import type { Schema } from '../../api/client';
import { linesOf, listOf } from './source';

export type Subscription = Schema<'Subscription'>;
export type Delivery = Schema<'Delivery'>;
export type SubscriptionState = 'inTime' | 'behind' | 'failing' | 'off';

/** How many changes lie between "in time" and "catching up": what is on its way at any moment is no delay. */
const BEHIND_MAX = 20;

export function stateOf(of: Pick<Subscription, 'on' | 'failing_since' | 'behind'>): SubscriptionState {
  if (!of.on) return 'off';
  if (of.failing_since) return 'failing';
  return of.behind > BEHIND_MAX ? 'behind' : 'inTime';
}

export type Rung = 'ok' | 'x' | 'nx' | 'no';

/** The tries that were made, and whether another is to come. */
export function ladder(delivery: Pick<Delivery, 'attempts' | 'state'>): Rung[] {
  const tries = delivery.attempts.map(({ error }, place, all): Rung => {
    return delivery.state === 'done' && place === all.length - 1 && error === null ? 'ok' : 'x';
  });
  if (delivery.state === 'waiting') tries.push(tries.length === 0 ? 'no' : 'nx');
  return tries;
}

export const KINDS = ['new', 'changed', 'ended', 'corrected', 'imported', 'merged', 'erased'] as const;
export const DIRECTIONS = ['inbound', 'outbound', 'internal'] as const;

export interface SubscriptionFields {
  name: string;
  kind: string;
  url: string;
  dialect: string;
  servers: string;
  subject: string;
  user: string;
  password: string;
  token: string;
  kinds: string[];
  directions: string[];
  sources: string;
  queues: string;
  users: string;
}

export function fieldsOf(of: Subscription | null): SubscriptionFields {
  return {
    name: of?.name ?? '',
    kind: of?.kind ?? 'webhook',
    url: of?.url ?? '',
    dialect: of?.dialect ?? '',
    servers: linesOf(of?.servers ?? []),
    subject: of?.subject ?? '',
    user: '',
    password: '',
    token: '',
    kinds: [...(of?.only.kinds ?? [])],
    directions: [...(of?.only.directions ?? [])],
    sources: linesOf(of?.only.sources),
    queues: linesOf(of?.only.queues),
    users: linesOf(of?.only.users),
  };
}

/** What is said to the server; `of` keeps what the form does not show. */
export function said(fields: SubscriptionFields, of: Subscription | null): Schema<'PutSubscription'> {
  const only = {
    kinds: fields.kinds,
    directions: fields.directions,
    sources: listOf(fields.sources),
    queues: listOf(fields.queues),
    users: listOf(fields.users),
  };
  const name = fields.name.trim();
  if (fields.kind === 'webhook') {
    return { name, only, url: fields.url.trim(), dialect: fields.dialect || null, version: of?.version ?? null };
  }
  const text = (value: string) => value.trim() || null;
  const secrets = { user: text(fields.user), password: fields.password || null, token: fields.token || null };
  return { name, only, servers: listOf(fields.servers), subject: text(fields.subject), ...secrets };
}
