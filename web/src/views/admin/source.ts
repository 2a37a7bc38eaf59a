// What a source is, as one state, and how its form is read and written. Pure.
// It must never lose what the form does not show: `said` begins with the source as it is.

import type { Schema } from '../../api/client';

export type Source = Schema<'Source'>;
export type SourceState = 'connected' | 'receiving' | 'waiting' | 'silent' | 'down' | 'refused';

/** Adapters by which we dial the phone system, so that a link to it stands. The others tell us by themselves. */
const DIALLED = ['asterisk-ami'];
export const ADAPTERS = ['asterisk-ami', 'asterisk-cel', 'twilio', 'native', 'freshworks'] as const;

/** The worst of its feeds. */
export function stateOf(source: Pick<Source, 'feeds' | 'adapters'>): SourceState {
  const { feeds } = source;
  if (feeds.some(({ link }) => link === 'refused')) return 'refused';
  if (feeds.some(({ link }) => link === 'down')) return 'down';
  if (feeds.some(({ silent }) => silent)) return 'silent';
  if (feeds.some(({ adapter, link }) => link === 'up' && DIALLED.includes(adapter))) return 'connected';
  return feeds.some(({ heard_at }) => heard_at !== null) ? 'receiving' : 'waiting';
}

/** When it said something last. */
export function heardAt(source: Pick<Source, 'feeds'>): string | null {
  return source.feeds.reduce<string | null>((last, { heard_at }) => (heard_at && (!last || heard_at > last) ? heard_at : last), null);
}

/** Since when its state holds: of the feeds, the one that changed last. */
export function since(source: Pick<Source, 'feeds'>): string | null {
  return source.feeds.reduce<string | null>((last, { since }) => (!last || since > last ? since : last), null);
}

export const notesOf = (source: Pick<Source, 'feeds'>) => source.feeds.reduce((sum, { notes }) => sum + notes, 0);

const QUARTER_MS = 900_000;

/** What came in each quarter of an hour of the last day, as it is drawn. */
export interface SignalCounts {
  /** The oldest first. */
  counts: readonly number[];
  total: number;
  most: number;
  /** When the quarter began in which most came (ms); null where nothing did. */
  mostAt: number | null;
  /** How many of the first quarters were over before the server began to count. */
  unknown: number;
}

export function stripOf(signals: NonNullable<Source['signals']>): SignalCounts {
  const { quarters } = signals;
  const [from, since] = [Date.parse(signals.quarters_from), Date.parse(signals.counted_since)];
  const most = Math.max(0, ...quarters);
  return {
    counts: quarters,
    total: quarters.reduce((sum, count) => sum + count, 0),
    most,
    mostAt: most === 0 ? null : from + quarters.indexOf(most) * QUARTER_MS,
    unknown: Math.min(quarters.length, Math.max(0, Math.floor((since - from) / QUARTER_MS))),
  };
}

/** What stands in the fields of its form. */
export interface SourceFields {
  adapters: string[];
  address: string;
  username: string;
  secret: string;
  challenge: boolean;
  sid: string;
  authToken: string;
  publicUrl: string;
  trunks: string;
  contexts: string;
  extensions: string;
  celFile: string;
  folder: string;
  silence: string;
  ringing: string;
  talking: string;
}

export function fieldsOf(source: Source | null): SourceFields {
  const text = (value: string | number | null | undefined) => String(value ?? '');
  return {
    adapters: [...(source?.adapters ?? ['native'])],
    address: text(source?.ami?.address),
    username: text(source?.ami?.username),
    secret: '',
    challenge: source?.ami?.challenge ?? true,
    sid: text(source?.twilio?.account_sid),
    authToken: '',
    publicUrl: text(source?.twilio?.public_url),
    trunks: linesOf(source?.trunk_endpoints),
    contexts: linesOf(source?.trunk_contexts),
    extensions: linesOf(source?.extensions),
    celFile: text(source?.cel_file),
    folder: text(source?.recordings_folder),
    silence: text(source?.silence_s),
    ringing: text(source?.give_up_ringing_s),
    talking: text(source?.give_up_talking_s),
  };
}

/** What is said to the server. */
export function said(fields: SourceFields, source: Source | null): Schema<'PutSource'> {
  const whole = (value: string) => (value.trim() === '' ? null : Number(value));
  const text = (value: string) => value.trim() || null;
  const hasAmi = fields.adapters.includes('asterisk-ami') && fields.address.trim() !== '';
  const hasTwilio = fields.adapters.includes('twilio') && fields.sid.trim() !== '';
  return {
    adapters: fields.adapters,
    ami: hasAmi
      ? {
          address: fields.address.trim(),
          username: fields.username.trim(),
          secret: fields.secret || null,
          challenge: fields.challenge,
          originate: source?.ami?.originate ?? null,
        }
      : null,
    twilio: hasTwilio
      ? {
          account_sid: fields.sid.trim(),
          auth_token: fields.authToken || null,
          auth_token_secondary: null,
          public_url: fields.publicUrl.trim(),
          forward_url: source?.twilio?.forward_url ?? null,
          originate: source?.twilio?.originate ?? null,
        }
      : null,
    trunk_endpoints: listOf(fields.trunks),
    trunk_contexts: listOf(fields.contexts),
    extensions: listOf(fields.extensions),
    cel_file: text(fields.celFile),
    recordings_folder: text(fields.folder),
    silence_s: whole(fields.silence),
    give_up_ringing_s: whole(fields.ringing),
    give_up_talking_s: whole(fields.talking),
  };
}

/** Items of a field with one on each line; commas part them too. */
export function listOf(text: string): string[] {
  return text.split(/[\n,]/).map((item) => item.trim()).filter(Boolean);
}

export function linesOf(items: readonly string[] | undefined): string {
  return (items ?? []).join('\n');
}
