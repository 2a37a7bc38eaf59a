// What a colleague would say of a conversation, names in bold: "Noor Falk spoke with Bo Tamm, who consulted Ines Marlo and then
// transferred the call. Noor hung up." Pure; names are looked up by what is handed in, words are in words/en/timeline.ts.
// It must say nothing that the record does not, guess no gender, and pass over what did not matter (short holds, phones that
// rang on).

import type { Conversation } from '../api/client';
import {
  figuresOf, isFromUnseen, isLive, isMissed, isPart, seenCalls, stateOf, type Call, type Figures, type Leg, type Party,
} from '../record/about';
import { written } from '../record/number';
import { clock } from '../time/durations';
import { timeline } from '../words/en/timeline';
import { keyOf, mainLeg, members, partyOf } from './parties';
import { hasGap, ms } from './phases';

export interface Look {
  party: (party: Party) => string;
  queue: (key: string) => string;
}

/** A part of a sentence: a name, or words; `hole` is what is not known, `due` what is still to do. */
export interface Part {
  text: string;
  as: 'words' | 'name' | 'hole' | 'due';
}

const w = timeline.sentence;
// Names are marked in the words, so that a language may put them where it likes.
const [OPEN, CLOSE] = ['\u0001', '\u0002'];
const bold = (name: string) => `${OPEN}${name}${CLOSE}`;
/** A hold of less is not worth a word. */
const HOLD_MIN_S = 5;
/** Below it a wait in a queue was none. */
const WAIT_MIN_S = 3;
const MINUTE_S = 60;

/** The sentences of a record, as parts. */
export function sentenceOf(record: Conversation, look: Look): Part[] {
  return new Teller(record, look).tell();
}

/** The same as plain text. */
export function sentenceText(record: Conversation, look: Look): string {
  return sentenceOf(record, look).map((part) => part.text).join('');
}

/** "43 seconds", "3:25". */
function long(seconds: number): string {
  return seconds < MINUTE_S ? w.seconds(Math.floor(seconds)) : clock(seconds);
}

class Teller {
  private readonly said: Part[] = [];
  private readonly calls: Call[];
  private readonly who: string;
  private readonly whole: number;
  private readonly figures: Figures;

  constructor(
    private readonly record: Conversation,
    private readonly look: Look,
  ) {
    this.calls = seenCalls(record);
    const caller = this.calls[0]?.legs.find((leg) => leg.role === 'caller');
    const from = record.from ?? this.calls[0]?.from;
    this.who = caller ? this.name(caller) : from ? this.nameOf({ ...from, contact: null }) : w.somebody;
    this.whole = (record.talk_s ?? 0) + (record.conference_s ?? 0);
    this.figures = figuresOf(record);
  }

  tell(): Part[] {
    const { record } = this;
    if (record.erased_at) this.say(w.erased);
    else if (record.state === 'logged') this.say(w.logged(bold(this.who), bold(this.whom())));
    else this.tellCourse(isPart(record));
    return this.said;
  }

  private tellCourse(isPart: boolean): void {
    if (hasGap(this.record, 'late_start')) this.say(w.lateStart, 'hole');
    const room = this.record.conference_s && !this.others().length ? this.record.to?.number : null;
    if (room) this.say(w.room(bold(this.who), bold(room)));
    else if (this.others().length > 0 || this.figures.outcome === 'answered') this.tellTalk();
    else this.tellNoTalk();
    this.tellBeside();
    this.tellEnd();
    if (isPart) this.say(w.partly, 'hole');
  }

  /** Whom the caller talked with, each time again where somebody else came between. */
  private others(): Leg[] {
    const talked = this.calls.filter((call) => call.origin !== 'consultation' && call.origin !== 'conference')
      .flatMap((call) => call.legs.filter((leg) => leg.role !== 'caller' && leg.role !== 'supervisor' && leg.answered_at));
    const ordered = talked.sort((one, other) => Date.parse(one.answered_at!) - Date.parse(other.answered_at!));
    return ordered.filter((leg, index) => index === 0 || keyOf(ordered[index - 1]!) !== keyOf(leg));
  }

  private tellTalk(): void {
    const { record } = this;
    const [first] = this.others();
    const after = ms(record.answered_at) !== null ? (ms(record.answered_at)! - (ms(record.started_at) ?? 0)) / 1000 : null;
    const isPlain = record.transfers.length === 0 && record.parked.length === 0 && this.asked().length === 0
      && this.others().length <= 1 && (record.queue_s ?? 0) < WAIT_MIN_S && (record.hold_s ?? 0) < HOLD_MIN_S;
    if (isPlain && after !== null && first) return this.tellPlain(first, after);
    const name = first ? this.name(first) : this.whom();
    const queue = record.queues[0];
    if (queue?.name && (queue.wait_s ?? 0) >= WAIT_MIN_S) {
      this.put(w.waitedIn(bold(this.who), long(queue.wait_s!), bold(this.look.queue(queue.name))));
      this.put(w.thenSpoke(bold(name)));
    } else this.put(w.spoke(bold(this.who), bold(name)));
    this.tellHold();
    this.tellHandOvers();
    this.tellParked();
    this.stop();
  }

  private tellPlain(first: Leg, after: number): void {
    const [name, whom] = [this.name(first), this.whom()];
    const isOpen = hasGap(this.record, 'lost_end');
    this.say(w.called(bold(this.who), bold(whom)));
    if (isLive(this.record)) this.say(w.talkedSince(bold(name), long(after)));
    else if (isOpen) this.say(w.atLeast(long(after), clock(this.whole)));
    else if (name === whom) this.say(w.itWasAnswered(long(after), clock(this.whole)));
    else this.say(w.answered(bold(name), long(after), clock(this.whole)));
  }

  private tellHold(): void {
    const held = this.figures.hold_s ?? 0;
    if (held >= HOLD_MIN_S && this.asked().length === 0) this.put(w.held(long(held)));
  }

  private asked(): Call[] {
    return this.calls.filter((call) => call.origin === 'consultation');
  }

  private tellHandOvers(): void {
    const { record } = this;
    const spoken = new Set<string>(this.others().slice(0, 1).map(keyOf));
    const told = new Set<string>();
    const callerKey = this.calls[0]?.legs.filter((leg) => leg.role === 'caller').map(keyOf)[0];
    record.transfers.forEach((transfer, index) => {
      const [first] = this.calls;
      // With what it came to one began to tell.
      if (transfer.call === first?.id && isFromUnseen(record, first)) return;
      const target = this.target(transfer.call, transfer.to);
      const key = this.targetKey(transfer.call);
      const byCaller = members(record).some(({ leg }) => leg.number === transfer.by && keyOf(leg) === callerKey);
      const asked = this.calls.find((call) => call.id === transfer.consultation);
      if (asked) told.add(asked.id);
      if (byCaller) {
        this.stop();
        this.put(w.handedByCaller(bold(this.who), bold(target)));
      } else if (asked) {
        const whom = this.target(asked.id, asked.to.number);
        this.put(w.asked(bold(whom)) + (whom === target ? w.askedAndHanded : w.askedAndHandedTo(bold(target))));
      } else if (key && spoken.has(key)) this.put(w.handedBack(bold(target)));
      else if (transfer.by === null) this.put(w.moved(bold(target)));
      else this.put(index === 0 ? w.handed(bold(target)) : w.handedOn(bold(target)));
      if (key) spoken.add(key);
    });
    for (const call of this.asked().filter((one) => !told.has(one.id))) {
      if (this.addedFrom(call)) continue;
      const whom = bold(this.target(call.id, call.to.number));
      // Of a part it is not seen how it went on.
      const goesOn = isLive(this.record) && call.state !== 'ended';
      this.put(goesOn || isPart(this.record) ? w.asked(whom) : w.askedAndBack(whom));
    }
  }

  /** Whom one consulted and then took into the talk is told of as who joined. */
  private addedFrom(call: Call): boolean {
    const key = this.targetKey(call.id);
    return this.calls.some((one) => one.origin === 'conference' && one.legs.some((leg) => keyOf(leg) === key));
  }

  private tellParked(): void {
    const parking = this.record.parked[0];
    if (!parking) return;
    this.put(w.parked);
    const by = members(this.record).find(({ leg }) => parking.retrieved_by !== null && leg.number === parking.retrieved_by);
    if (by) this.put(w.retrieved(bold(this.name(by.leg))));
  }

  private tellNoTalk(): void {
    const { outcome, ring_s, menu_s, queue_s } = this.figures;
    const queue = this.record.queues[0];
    const waited = (ring_s ?? 0) + (menu_s ?? 0) + (queue_s ?? 0);
    if (queue?.name && (queue_s ?? 0) >= 1 && outcome !== null) {
      this.put(w.waitedIn(bold(this.who), long(queue_s ?? 0), bold(this.look.queue(queue.name))));
    } else if (waited >= 1 && (outcome === 'voicemail' || outcome === 'no_answer' || outcome === 'cancelled')) {
      this.put(w.rangFor(bold(this.who), bold(this.rung()), long(ring_s || waited)));
    } else this.put(w.called(bold(this.who), bold(this.whom())));
    if (outcome === 'voicemail') this.tellMessage();
    else if (outcome === 'abandoned' || outcome === 'cancelled') this.put(w.gaveUp);
    else if (outcome === 'ivr') this.put(w.inMenu);
    else if (outcome === 'no_answer') this.put(w.noAnswerOnly);
    this.stop();
    const words = outcome === 'no_answer' ? undefined : w.outcome[outcome ?? ''];
    if (words) this.say(words(bold(this.rung())));
  }

  private tellMessage(): void {
    const voicemail = this.record.voicemail;
    const recording = this.record.recordings.find((one) => one.kind === 'voicemail');
    const length = recording?.length_s ?? this.record.voicemail_s ?? 0;
    this.put(w.noAnswer);
    if (voicemail?.message_left === false) this.put(w.leftNone);
    else if (voicemail?.message_left) this.put(w.left(long(length)));
    else this.put(w.mailbox);
  }

  private tellBeside(): void {
    const { pickup, forwards } = this.record;
    const by = (number: string | null) => {
      const found = members(this.record).find(({ leg }) => number !== null && leg.number === number);
      return bold(found ? this.name(found.leg) : (number ?? w.somebody));
    };
    if (pickup?.by && pickup.from) this.say(w.pickedUp(by(pickup.by), by(pickup.from)));
    for (const forward of forwards.slice(0, 2)) if (forward.by) this.say(w.forwarded(by(forward.by), by(forward.to)));
    for (const call of this.calls.filter((one) => one.origin === 'conference')) {
      const leg = call.legs.find((one) => one.answered_at && one.role !== 'caller');
      if (leg) this.say(w.added(bold(this.name(leg))));
    }
  }

  private tellEnd(): void {
    const { record } = this;
    const state = stateOf(record);
    if (isLive(record)) {
      const words = w.still[state ?? ''];
      const talk = state === 'talking' || state === 'conference';
      const isTold = talk && this.said.some(({ text }) => text.includes('they are talking'));
      if (words && !isTold) this.say(words(bold(this.mainName())));
      return;
    }
    if (hasGap(record, 'lost_end')) this.say(w.lostEnd, 'hole');
    else if (record.outcome === 'answered' && record.ended_by?.side !== 'system') this.tellHangUp();
    if (isMissed(record) && record.handled === null) this.say(w.due, 'due');
  }

  private tellHangUp(): void {
    const number = this.record.ended_by?.number;
    const side = this.record.ended_by?.side;
    const leg = members(this.record).findLast((member) => number !== null && member.leg.number === number)?.leg;
    if (leg) this.say(w.hungUp(this.short(leg)));
    else if (side === 'caller') this.say(w.hungUp(this.who));
  }

  /** "Noor" of "Noor Falk": who is known by a name of two words is called by the first. */
  private short(leg: Leg): string {
    const name = this.name(leg);
    const words = name.split(' ');
    return words.length === 2 && !/\d/.test(name) && name !== w.withheld ? words[0]! : name;
  }

  private mainName(): string {
    const leg = mainLeg(this.record);
    return leg ? this.name(leg) : this.who;
  }

  /** What was called: a queue, else who is behind the number that was dialled. */
  private whom(): string {
    const { record } = this;
    const queue = record.queues[0]?.name ?? this.calls[0]?.assigned.queue;
    if (queue) return this.look.queue(queue);
    const to = record.to ?? this.calls[0]?.to ?? null;
    const first = this.calls[0]?.legs.filter((leg) => leg.role !== 'caller') ?? [];
    const leg = first.find((one) => one.number === to?.number || (one.e164 !== null && one.e164 === to?.e164));
    if (leg) return this.name(leg);
    if (record.direction === 'outbound' && first[0]) return this.name(first[0]);
    return to?.name ?? written(to?.e164 ?? to?.number ?? w.somebody);
  }

  /** Whose phones rang: the one, or how many. */
  private rung(): string {
    const rung = (this.calls.at(-1)?.legs ?? []).filter((leg) => leg.role !== 'caller');
    const keys = new Set(rung.map(keyOf));
    if (keys.size === 1 && rung[0]) return this.name(rung[0]);
    return keys.size === 0 ? this.whom() : w.phones(keys.size);
  }

  private targetKey(call: string | null): string | null {
    const others = this.calls.find((one) => one.id === call)?.legs.filter((leg) => leg.role !== 'caller') ?? [];
    const leg = others.find((one) => one.answered_at) ?? others[0];
    return leg ? keyOf(leg) : null;
  }

  private target(call: string | null, number: string | null): string {
    const others = this.calls.find((one) => one.id === call)?.legs.filter((leg) => leg.role !== 'caller') ?? [];
    const leg = others.find((one) => one.answered_at) ?? others[0];
    if (leg) return this.name(leg);
    const queue = this.record.queues.find((one) => one.call === call)?.name;
    return queue ? this.look.queue(queue) : written(number ?? w.somebody);
  }

  private name(leg: Leg): string {
    // The latest name of a party that has several legs, which not all show it.
    const same = members(this.record).filter((member) => keyOf(member.leg) === keyOf(leg) && member.leg.name).at(-1)?.leg;
    return this.nameOf(partyOf(same ?? leg));
  }

  private nameOf(party: Party): string {
    return party.name || party.number || party.user || party.contact ? this.look.party(party) : w.withheld;
  }

  /** Adds words to the sentence that is being said. */
  private put(words: string): void {
    for (const [index, text] of words.split(/[\u0001\u0002]/).entries()) {
      if (text) this.said.push({ text, as: index % 2 === 1 ? 'name' : 'words' });
    }
  }

  private stop(): void {
    const last = this.said.at(-1);
    if (last && !/[.]\s*$/.test(last.text)) this.said.push({ text: '. ', as: 'words' });
  }

  /** A whole sentence. */
  private say(words: string, as: Part['as'] = 'words'): void {
    this.stop();
    if (as === 'words') this.put(words);
    else this.said.push({ text: words, as });
    this.said.push({ text: '. ', as: 'words' });
  }
}
