// What happened in a conversation, line by line: the same as the picture, in words. Pure; names are looked up by what is handed
// in. One more kind of line: a function that adds it, called by storyOf, and its words in words/en/call.ts.

import type { Conversation } from '../../api/client';
import { isFromUnseen, isLive, seenCalls, type Call, type Leg } from '../../record/about';
import { written } from '../../record/number';
import { clock } from '../../time/durations';
import { endOf, startOf } from '../../timeline/course';
import { keyOf, mainLeg, members, partyOf } from '../../timeline/parties';
import { hasGap, ms } from '../../timeline/phases';
import type { Look } from '../../timeline/sentence';
import { call as words } from '../../words/en/call';

export interface Line {
  /** Milliseconds since 1970. */
  at: number;
  who: string;
  what: string;
  /** What weighs: answers, hand-overs, the end; or what is lost. */
  weight: 'hit' | 'bad' | '';
}

const w = words.story;
/** What rings within this time is one line. */
const TOGETHER_MS = 1_500;
const NAMED_MAX = 3;

export function storyOf(record: Conversation, look: Look): Line[] {
  const told = new Telling(record, look);
  told.beginning();
  for (const call of seenCalls(record)) told.legsOf(call);
  told.places();
  told.handOvers();
  told.end();
  return told.lines.sort((one, other) => one.at - other.at);
}

class Telling {
  readonly lines: Line[] = [];
  private readonly first: Call | undefined;
  private readonly byNumber: Map<string, Leg>;

  constructor(
    private readonly record: Conversation,
    private readonly look: Look,
  ) {
    this.first = seenCalls(record)[0];
    this.byNumber = new Map();
    for (const { leg } of members(record)) {
      for (const number of [leg.number, leg.e164]) {
        if (number && (leg.name || !this.byNumber.has(number))) this.byNumber.set(number, leg);
      }
    }
  }

  beginning(): void {
    const { first } = this;
    const caller = first?.legs.find((leg) => leg.role === 'caller');
    if (!first || !caller) return;
    if (isFromUnseen(this.record, first)) return this.add(first.started_at, this.name(caller), w.fromUnseen);
    const queue = first.assigned.queue && first.direction === 'inbound' ? this.look.queue(first.assigned.queue) : '';
    const dialled = first.to.name ?? written(first.to.e164 ?? first.to.number ?? words.somebody);
    const person = this.byNumber.get(first.to.number ?? '');
    const whom = queue ? `${queue}, ${dialled}` : person ? this.name(person) : dialled;
    const what = first.origin === 'click_to_call' ? w.clicked(whom) : w.called(whom);
    this.add(first.started_at, this.name(caller), what);
  }

  legsOf(call: Call): void {
    const others = call.legs.filter((leg) => leg.role !== 'caller');
    this.ringing(call, others);
    for (const leg of others) if (leg.answered_at) this.answer(call, leg, others);
    this.refusals(others);
  }

  private ringing(call: Call, others: Leg[]): void {
    if (call.origin === 'consultation') {
      const caller = call.legs.find((leg) => leg.role === 'caller');
      const whom = others[0] ? this.name(others[0]) : (call.to.number ?? words.somebody);
      if (caller) this.add(call.started_at, this.name(caller), w.asked(whom));
      return;
    }
    const rang = others.filter((leg) => leg.ringing_at).sort((one, other) => ms(one.ringing_at)! - ms(other.ringing_at)!);
    let at = 0;
    while (at < rang.length) {
      const from = ms(rang[at]!.ringing_at)!;
      const together = rang.slice(at).filter((leg) => ms(leg.ringing_at)! - from <= TOGETHER_MS);
      at += together.length;
      const queue = this.record.queues.find((one) => one.call === call.id)?.name;
      const named = [...new Set(together.map((leg) => this.name(leg)))];
      const what = named.length > NAMED_MAX ? w.rangMany(named.length) : w.rang(listed(named));
      this.add(rang[at - together.length]!.ringing_at, queue ? this.look.queue(queue) : w.theirs, what);
    }
  }

  private answer(call: Call, leg: Leg, others: Leg[]): void {
    // Who goes on from another call has no answer of his own.
    if (call.origin === 'transfer' && leg.ringing_at === null && leg.answered_at === call.started_at) return;
    if (leg.role === 'supervisor') return this.add(leg.answered_at, this.name(leg), w.listened);
    if (leg.role === 'barging') return this.add(leg.answered_at, this.name(leg), w.barged, 'hit');
    if (call.origin === 'conference') return this.add(leg.answered_at, this.name(leg), w.joined, 'hit');
    if (call.origin === 'consultation') return this.add(leg.answered_at, this.name(leg), w.answeredAsk);
    const isNear = (one: Leg) => Math.abs(ms(one.ended_at)! - ms(leg.answered_at)!) < TOGETHER_MS;
    const elsewhere = others.filter((one) => one.end === 'elsewhere' && isNear(one)).length;
    this.add(leg.answered_at, this.name(leg), elsewhere ? w.answeredFor(elsewhere) : w.answered, 'hit');
  }

  private refusals(others: Leg[]): void {
    const refused = others.filter((leg) => !leg.answered_at && leg.end && w.ends[leg.end]);
    const groups = new Map<string, Leg[]>();
    for (const leg of refused) {
      const key = `${leg.end} ${Math.round(ms(leg.ended_at)! / TOGETHER_MS)}`;
      groups.set(key, [...(groups.get(key) ?? []), leg]);
    }
    for (const legs of groups.values()) {
      const what = w.ends[legs[0]!.end!]!;
      if (legs.length > NAMED_MAX) this.add(legs[0]!.ended_at, w.theirs, w.manyEnds(legs.length, what));
      else for (const leg of legs) this.add(leg.ended_at, this.name(leg), what);
    }
  }

  /** Queues, menus, holds, the mailbox: where the caller was. */
  places(): void {
    const { record } = this;
    const main = mainLeg(record);
    const who = main ? this.name(main) : words.somebody;
    for (const menu of record.menus) {
      this.add(menu.entered_at, who, w.menu(menu.name ?? ''));
      if (menu.digits) this.add(this.pressedAt(menu), who, w.pressed(menu.digits));
    }
    for (const queue of record.queues) {
      this.add(queue.joined_at, who, w.queued(queue.name ? this.look.queue(queue.name) : ''));
      const left = w.leftQueue[queue.outcome ?? ''];
      const ended = (ms(queue.joined_at) ?? 0) + (queue.wait_s ?? 0) * 1000;
      const weight = queue.outcome === 'abandoned' ? 'bad' : '';
      if (left && queue.wait_s !== null) this.put({ at: ended, who, what: left, weight });
    }
    for (const hold of record.holds) {
      const held = members(record).find(({ leg }) => leg.id === hold.leg)?.leg ?? main;
      const long = hold.ended_at ? (ms(hold.ended_at)! - ms(hold.started_at)!) / 1000 : null;
      const whom = held ? this.name(held) : who;
      const by = this.of(hold.by);
      if (by) this.add(hold.started_at, by, long === null ? w.holds(whom) : w.held(whom, clock(long)));
      else this.add(hold.started_at, whom, long === null ? w.isHeld : w.wasHeld(clock(long)));
    }
    this.mailbox(who);
  }

  /** When a key was pressed: not after what it led to, though the phone system may tell the end of the menu a little later. */
  private pressedAt(menu: Conversation['menus'][number]): string {
    const left = menu.left_at ?? menu.entered_at;
    const isLed = (at: number) => at >= ms(menu.entered_at)! && at < ms(left)! && ms(left)! - at < TOGETHER_MS;
    return this.record.queues.find((queue) => isLed(ms(queue.joined_at)!))?.joined_at ?? left;
  }

  private mailbox(who: string): void {
    const { record } = this;
    const call = seenCalls(record).find((one) => one.id === record.voicemail?.call);
    if (!call || !record.voicemail) return;
    const end = ms(call.ended_at);
    if (end === null) return;
    const recording = record.recordings.find((one) => one.kind === 'voicemail' && one.call === call.id);
    const mailbox = record.voicemail.mailbox?.split('@')[0] ?? '';
    this.put({ at: end - call.voicemail_s * 1000, who, what: w.mailbox(mailbox), weight: '' });
    const length = recording?.length_s ?? call.voicemail_s;
    const at = end - length * 1000;
    if (record.voicemail.message_left) this.put({ at, who, what: w.message(clock(length)), weight: 'hit' });
    else if (record.voicemail.message_left === false) this.put({ at: end, who, what: w.noMessage, weight: '' });
  }

  handOvers(): void {
    const { record } = this;
    for (const transfer of record.transfers) {
      const who = this.of(transfer.transferred) || words.somebody;
      const call = seenCalls(record).find((one) => one.id === transfer.call);
      const target = call?.legs.find((leg) => leg.role !== 'caller');
      const whom = target ? this.name(target) : (transfer.to ?? words.somebody);
      if (isFromUnseen(record, call)) {
        if (call !== this.first) this.add(transfer.at, who, w.fromUnseen);
      } else if (transfer.by === null) this.add(transfer.at, w.theirs, w.moved(who, whom), 'hit');
      else this.add(transfer.at, this.of(transfer.by), w.transferred(who, whom, transfer.kind === 'attended'), 'hit');
    }
    for (const parking of record.parked) {
      const main = mainLeg(record);
      const who = main ? this.name(main) : words.somebody;
      this.add(parking.at, this.of(parking.by) || w.theirs, w.parked(who, parking.space ?? ''));
      if (parking.retrieved_by) this.add(parking.ended_at, this.of(parking.retrieved_by), w.retrieved(who), 'hit');
    }
    for (const forward of record.forwards) this.add(forward.at, this.of(forward.by), w.forwarded(this.of(forward.to)));
    const taken = members(record).find(({ leg }) => leg.end === 'picked_up')?.leg;
    const { pickup } = record;
    if (pickup && taken) this.add(taken.ended_at, this.of(pickup.by), w.pickedUp(this.of(pickup.from)), 'hit');
  }

  end(): void {
    const { record } = this;
    const end = endOf(record);
    if (isLive(record) || !Number.isFinite(end) || record.state === 'logged') return;
    if (hasGap(record, 'lost_end')) return this.put({ at: end, who: record.source, what: w.lastSignal, weight: 'bad' });
    const by = record.ended_by;
    if (!by?.side) return;
    const hasGivenUp = by.side === 'caller' && (record.outcome === 'cancelled' || record.outcome === 'abandoned');
    const caller = this.first?.legs.find((leg) => leg.role === 'caller');
    const who = this.of(by.number) || (by.side === 'caller' && caller ? this.name(caller) : w.theirs);
    if (record.outcome === 'abandoned' && this.lines.some((line) => line.what === w.leftQueue.abandoned)) return;
    const what = by.side === 'system' ? w.systemEnd : hasGivenUp ? w.gaveUp : w.hungUp;
    this.put({ at: end, who, what, weight: 'hit' });
  }

  private of(number: string | null): string {
    const leg = this.byNumber.get(number ?? '');
    return leg ? this.name(leg) : (number ?? '');
  }

  private name(leg: Leg): string {
    const same = members(this.record).filter((member) => keyOf(member.leg) === keyOf(leg) && member.leg.name).at(-1)?.leg;
    return this.look.party(partyOf(same ?? leg));
  }

  private add(moment: string | null, who: string, what: string, weight: Line['weight'] = ''): void {
    const at = ms(moment);
    if (at !== null) this.put({ at, who, what, weight });
  }

  private put(line: Line): void {
    this.lines.push({ ...line, at: Math.max(line.at, startOf(this.record)) });
  }
}

function listed(named: string[]): string {
  return named.length < 2 ? (named[0] ?? '') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}
