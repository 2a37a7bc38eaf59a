// A rich day, and the weeks before it: what a house of twelve would have in its call log, told quickly to a server.
// The same seed tells the same calls, but for the day on which they are told. Today ends now: some calls are still going on.

import { Chance } from './chance';
import { CONTACTS, QUEUES, STRANGERS, USERS } from './house';
import * as plots from './plots';
import type { Told } from './plots';
import type { Server } from './server';
import { sound } from './sound';
import { Story, type Signal } from './story';

const DAY_MS = 86_400_000;
/** How many calls begin in each hour of a weekday, by the account's clock. */
const BY_HOUR = [0, 0, 0, 0, 0, 0, 0.4, 2, 7, 11, 12, 10, 7, 8, 11, 10, 9, 5, 2, 1, 0.5, 0, 0, 0];
/** Monday to Sunday. */
const BY_WEEKDAY = [1.2, 1.05, 1, 1, 0.9, 0.3, 0.1];
/** The most recordings that are brought with sound, the latest first. */
const SOUNDS_MAX = 24;
const SOUND_S_MAX = 240;

export interface Weeks {
  /** Whole weeks before today. */
  weeks: number;
  /** How many calls there are, against the usual. */
  scale?: number;
  seed?: number;
}

/** Where a clock of this zone stands. */
export function clock(moment: Date, zone: string): { hour: number; weekday: number } {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', weekday: 'short', hourCycle: 'h23' });
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  return { hour: Number(parts.hour), weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday ?? '') };
}

/** A zone in which it is early afternoon now, so that a day lies behind and the house is busy. */
export function afternoon(now = new Date()): string {
  const zones = [
    ...['Pacific/Auckland', 'Australia/Sydney', 'Asia/Tokyo', 'Asia/Singapore', 'Asia/Bangkok', 'Asia/Dhaka', 'Asia/Karachi'],
    ...['Asia/Dubai', 'Asia/Riyadh', 'Europe/Athens', 'Europe/Amsterdam', 'Europe/London', 'Atlantic/Azores', 'America/Noronha'],
    ...['America/Sao_Paulo', 'America/Halifax', 'America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles'],
    ...['America/Anchorage', 'Pacific/Honolulu', 'Pacific/Pago_Pago'],
  ];
  const away = (zone: string) => Math.abs(clock(now, zone).hour - 14);
  return zones.reduce((best, zone) => (away(zone) < away(best) ? zone : best));
}

/** A call of some kind, as often as in a usual house. */
export function anyCall(story: Story, chance: Chance, record = false): Told {
  const who = chance.is(0.75) ? chance.of(CONTACTS).key : chance.of(STRANGERS);
  const [one, other] = chance.shuffled(USERS).map(({ key }) => key) as [string, string];
  const { key } = chance.of(chance.is(0.5) ? QUEUES.slice(0, 1) : QUEUES);
  const [wait, length] = [chance.length(10, 180), chance.length(130, 1_500)];
  const kinds: [number, () => Told][] = [
    [52, () => plots.queued(story, chance, who, key, wait, length, record)],
    [18, () => plots.direct(story, chance, who, one, length, record)],
    [15, () => plots.outgoing(story, chance, one, who, length, record)],
    [6, () => plots.internal(story, chance, one, other, length / 2)],
    [4, () => plots.abandoned(story, chance, who, key, wait * 2)],
    [3, () => plots.missed(story, chance, who, one)],
    [2, () => plots.message(story, chance, who, one, chance.between(12, 45))],
    [4, () => plots.sentOn(story, chance, who, key, one, length)],
    [4, () => plots.handedOver(story, chance, who, one, other, length, record)],
    [1, () => plots.parked(story, chance, who, one, other, length)],
    [0.7, () => plots.everybodyRings(story, chance, who, one, length)],
    [0.3, () => plots.lost(story, who, one, length)],
  ];
  let left = chance.between(0, kinds.reduce((sum, [weight]) => sum + weight, 0));
  const [, plot] = kinds.find(([weight]) => (left -= weight) < 0) ?? kinds[0]!;
  return plot();
}

/** All calls that began before now, oldest first. */
export function past(now: Date, zone: string, { weeks, scale = 1, seed = 7 }: Weeks): Told[] {
  const chance = new Chance(seed);
  const told: Told[] = [];
  const today = clock(now, zone);
  const begin = now.getTime() - (weeks * 7 + today.hour / 24) * DAY_MS - (now.getTime() % 3_600_000);
  for (let hour = begin; hour < now.getTime(); hour += 3_600_000) {
    const at = clock(new Date(hour), zone);
    const usual = (BY_HOUR[at.hour] ?? 0) * scale;
    const isToday = now.getTime() - hour < DAY_MS && at.weekday === today.weekday;
    // Today is a busy day, whichever day of the week it is.
    const expected = usual * (isToday ? 1.2 : (BY_WEEKDAY[at.weekday] ?? 1));
    const count = Math.floor(expected) + (chance.is(expected % 1) ? 1 : 0);
    const places = Array.from({ length: count }, () => chance.between(0, 3_600_000)).sort((one, other) => one - other);
    for (const [place, after] of places.entries()) {
      const begins = new Date(hour + after);
      const story = new Story(`${begins.toISOString().slice(0, 13)}-${place}`, begins);
      if (begins < now) told.push(anyCall(story, chance, isToday && chance.is(0.6)));
    }
  }
  return told;
}

/** Calls that are going on at this moment, one of each kind. */
export function goingOn(now: Date, seed = 11): Told[] {
  const chance = new Chance(seed);
  const ago = (seconds: number, name: string) => new Story(`${now.toISOString().slice(0, 19)}-${name}`, new Date(now.getTime() - seconds * 1000));
  return [
    plots.queued(ago(38, 'q1'), chance, 'mila', 'support', 95, 200),
    plots.queued(ago(129, 'q2'), chance, 'dina', 'support', 300, 200),
    plots.queued(ago(22, 'q3'), chance, STRANGERS[0] ?? '', 'sales', 90, 150),
    plots.queued(ago(214, 'q4'), chance, 'orla', 'support', 15, 900),
    plots.direct(ago(90, 'd1'), chance, 'noor', 'carol', 700),
    plots.direct(ago(3, 'd2'), chance, 'petra', 'ruth', 300),
    plots.outgoing(ago(340, 'o1'), new Chance(1), 'finn', 'leo', 1_500),
    plots.outgoing(ago(5, 'o2'), new Chance(1), 'gita', STRANGERS[4] ?? '', 300),
    plots.internal(ago(61, 'i1'), chance, 'hugo', 'lena', 400),
    plots.handedOver(ago(190, 't1'), chance, 'vera', 'iris', 'kit', 420),
    plots.handedOver(ago(57, 't2'), chance, 'sami', 'dave', 'bo', 110),
  ];
}

/** Tells what is true by now; gives what is still to come, in order. */
export async function tell(server: Server, told: readonly Told[], now = new Date()): Promise<Signal[]> {
  const parts = told.map(({ story }) => story.until(now));
  await server.tell(parts.flatMap((part) => part.told));
  return parts.flatMap((part) => part.open).sort((one, other) => one.at.localeCompare(other.at));
}

interface Listed {
  id: string;
  started_at: string;
  recordings: { id: string; name: string | null }[];
}

/** Every row of a list, over its pages. */
async function all(server: Server, query: string): Promise<Listed[]> {
  const rows: Listed[] = [];
  for (let cursor = ''; ; ) {
    const page = await server.ask<{ conversations: Listed[]; next: string | null }>(
      'GET',
      `/conversations?limit=200&${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    rows.push(...page.conversations);
    if (!page.next) return rows;
    cursor = page.next;
  }
}

/** Brings the sound of the latest recordings. */
export async function bringSound(server: Server, told: readonly Told[], from: Date): Promise<void> {
  const sounds = new Map(told.flatMap(({ sound }) => (sound && sound.seconds < SOUND_S_MAX ? [[sound.name, sound]] : [])));
  const rows = await all(server, `recorded=true&from=${from.toISOString()}`);
  const recordings = rows.flatMap((row) => row.recordings).filter(({ name }) => name !== null && sounds.has(name));
  for (const [place, { id, name }] of recordings.slice(0, SOUNDS_MAX).entries()) {
    const of = sounds.get(name ?? '');
    if (!of) continue;
    const answer = await server.send('PUT', `/recordings/${id}/media`, sound(of, place), 'audio/wav');
    if (!answer.ok) throw new Error(`a recording was not taken: ${answer.status} ${await answer.text()}`);
  }
}

const NOTES = [
  'Wants the larger frame, delivery after the 20th.',
  'Brakes squeak after the service; comes by on Thursday.',
  'Asked for the invoice once more, by mail.',
  'Will call again when the order is ready.',
  'Repair booked for next week, front wheel.',
];

/** What people did about calls: notes, dispositions, records of a CRM, and most of the missed ones handled. */
export async function doings(server: Server, from: Date, today: Date): Promise<void> {
  const chance = new Chance(5);
  const by = () => {
    const { key, name } = chance.of(USERS);
    return `by=${key}&by_name=${encodeURIComponent(name)}`;
  };
  const missed = await all(server, `missed=true&from=${from.toISOString()}`);
  for (const { id, started_at } of missed) {
    const isToday = Date.parse(started_at) >= today.getTime();
    if (chance.is(isToday ? 0.4 : 0.97)) await server.ask('PUT', `/conversations/${id}/handled?${by()}`);
  }
  const answered = await all(server, `outcome=answered&direction=inbound&from=${today.toISOString()}`);
  for (const { id } of answered.slice(0, 60)) {
    if (chance.is(0.3)) await server.ask('POST', `/conversations/${id}/notes?${by()}`, { text: chance.of(NOTES) });
    if (chance.is(0.2)) await server.ask('PUT', `/conversations/${id}/disposition?${by()}`, { text: 'Repair booked' });
    if (!chance.is(0.3)) continue;
    const record = `ORDER-${String(Math.floor(chance.between(1_000, 3_000))).padStart(6, '0')}`;
    await server.ask('PUT', `/conversations/${id}/links/record/${record}?${by()}`, { url: `https://crm.example/orders/${record}` });
  }
}

/** The records of the CRM that contacts are: their latest calls get a link to them. */
export async function links(server: Server, from: Date): Promise<void> {
  for (const { key, name, record } of CONTACTS.slice(0, 6)) {
    const rows = await all(server, `contact=${key}&from=${from.toISOString()}`);
    for (const { id } of rows.slice(0, 30)) {
      const link = { name, url: `https://crm.example/contacts/${record}` };
      await server.ask('PUT', `/conversations/${id}/links/record/${record}`, link);
    }
  }
}
