// Calls told as facts, in the words of docs/native.md: a Story writes the signals of one conversation, with a clock of its own.
// It must never say what comes of a call: that is the server's to work out. To tell a new kind of call: a method that is one act
// of a person or of the phone system, never a whole call; whole calls are made of acts, in day.ts and in the specs.

import { contact, LINE, user } from './house';

/** A fact as it is told. */
export interface Signal {
  key: string;
  thread: string;
  leg: string;
  at: string;
  seq: number;
  what: string;
  [field: string]: unknown;
}

export interface Party {
  number?: string;
  name?: string;
  user?: string;
  trunk?: string;
  withheld?: boolean;
}

/** Somebody of the house, by key. */
export function inside(key: string): Party {
  return { number: user(key).extension, user: key };
}

/** Somebody outside: a contact by key, or a number. */
export function outside(who: string): Party {
  if (/^\+?\d/.test(who)) return { number: who, trunk: 'voip' };
  return { number: contact(who).number, trunk: 'voip' };
}

/** One party's presence on the line. */
export type Leg = string;

export class Story {
  readonly signals: Signal[] = [];
  private seconds = 0;
  private legs = 0;

  /** A conversation that begins at this moment. `id` is its thread, unique in the source. */
  constructor(
    readonly id: string,
    readonly begins: Date,
  ) {}

  /** Lets so many seconds go by. */
  after(seconds: number): this {
    this.seconds += seconds;
    return this;
  }

  /** The moment of the story's clock. */
  now(): Date {
    return new Date(this.begins.getTime() + Math.round(this.seconds * 1000));
  }

  /** What is true until this moment, and what comes after it. */
  until(moment: Date): { told: Signal[]; open: Signal[] } {
    const limit = moment.getTime();
    const isTold = (signal: Signal) => Date.parse(signal.at) <= limit;
    return { told: this.signals.filter(isTold), open: this.signals.filter((signal) => !isTold(signal)) };
  }

  /** Says a fact of a leg. */
  say(leg: Leg, what: string, fields: Record<string, unknown> = {}): void {
    const seq = this.signals.length + 1;
    this.signals.push({ key: `${what}.${seq}`, thread: this.id, leg, at: this.now().toISOString(), seq, what, ...fields });
  }

  private leg(): Leg {
    this.legs += 1;
    return `${this.id}/${this.legs}`;
  }

  comesIn(party: Party, dialled = LINE): Leg {
    const leg = this.leg();
    this.say(leg, 'came_in', { party, dialled });
    return leg;
  }

  /** The phone of somebody rings for the call of `by`. */
  rings(by: Leg, party: Party, queue?: string): Leg {
    const leg = this.leg();
    this.say(leg, 'dialled', { by_leg: by, party, ...(queue ? { queue } : {}) });
    this.say(leg, 'ringing');
    return leg;
  }

  /** Click-to-call: the phone of a user rings first, and then calls the number. */
  asksFor(who: string, number: string): Leg {
    const leg = this.leg();
    this.say(leg, 'originated', { party: inside(who) });
    this.say(leg, 'chose', { number });
    this.say(leg, 'ringing');
    return leg;
  }

  takes(leg: Leg): void {
    this.say(leg, 'answered');
  }

  /** Two hear each other. */
  joins(one: Leg, other: Leg, bridge = `${this.id}:${one}:${other}`): string {
    this.say(one, 'connected', { bridge });
    this.say(other, 'connected', { bridge });
    return bridge;
  }

  parts(one: Leg, other: Leg, bridge: string): void {
    this.say(one, 'disconnected', { bridge });
    this.say(other, 'disconnected', { bridge });
  }

  holds(by: Leg, held: Leg): void {
    this.say(by, 'held', { held_leg: held });
  }

  resumes(by: Leg): void {
    this.say(by, 'resumed');
  }

  enters(leg: Leg, place: 'queue' | 'menu' | 'playback' | 'mailbox', name: string): void {
    this.say(leg, 'entered', { place, name });
  }

  leaves(leg: Leg, place: 'queue' | 'menu' | 'playback' | 'mailbox', how?: string, agent?: Leg): void {
    this.say(leg, 'left', { place, ...(how ? { how } : {}), ...(agent ? { agent_leg: agent } : {}) });
  }

  presses(leg: Leg, digit: string): void {
    this.say(leg, 'pressed', { digit });
  }

  /** A leg of this party takes part in the call of `to` from now on: it picks up, retrieves or listens. */
  joinsIn(to: Leg, party: Party, as: 'taker' | 'supervisor' | 'barging' | 'added'): Leg {
    const leg = this.leg();
    this.say(leg, 'joined', { to_leg: to, as, party });
    return leg;
  }

  /** Whoever holds a call on this leg calls somebody else on another one, to ask. */
  consults(holding: Leg, who: Party, dialled: string): Leg {
    const leg = this.comesIn(who, dialled);
    this.say(leg, 'consults', { held_leg: holding });
    return leg;
  }

  /** `by` sends the party of this leg on to a number, without asking there. */
  sendsOn(moved: Leg, by: Leg, to: string, bridge: string): void {
    this.say(moved, 'transferred', { kind: 'blind', by_leg: by, to });
    this.parts(moved, by, bridge);
    this.stops([by], 'normal');
  }

  /** `by`, who asked `target` on `second`, hands the party of this leg over. */
  handsOver(moved: Leg, by: Leg, second: Leg, target: Leg, to: string, bridges: { talk: string; asked: string }): void {
    this.say(moved, 'transferred', { kind: 'attended', by_leg: by, second_leg: second, target_leg: target, to });
    this.parts(moved, by, bridges.talk);
    this.say(second, 'disconnected', { bridge: bridges.asked });
    this.say(moved, 'connected', { bridge: bridges.asked });
    this.stops([by, second], 'normal');
  }

  /** These phones ring no longer. */
  stops(legs: readonly Leg[], how: string): void {
    for (const leg of legs) this.say(leg, 'ended', { how });
  }

  /** Somebody hangs up, and with it all are gone. */
  hangsUp(by: Leg, others: readonly Leg[] = []): void {
    this.say(by, 'asked_to_end');
    this.stops([...others, by], 'normal');
  }

  /** Recording begins; its file's name tells the sound that is brought for it. */
  records(leg: Leg, name: string, kind: 'call' | 'voicemail' = 'call'): void {
    this.say(leg, 'recorded', { recording: `${this.id}-rec`, kind, name, step: 'started' });
  }

  recorded(leg: Leg, kind: 'call' | 'voicemail' = 'call'): void {
    this.say(leg, 'recorded', { recording: `${this.id}-rec`, kind, step: 'ended' });
  }
}
