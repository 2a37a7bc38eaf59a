// Kinds of calls, told as stories: who calls whom and what people do, with lengths that are handed in or drawn.
// They must never say what a record makes of them. To have one more kind: a function here, and its weight in day.ts.

import type { Chance } from './chance';
import { LINE, queue, user, USERS } from './house';
import { inside, outside, type Leg, type Story } from './story';

/** What happened in a call, for whoever adds to it afterwards. */
export interface Told {
  story: Story;
  /** The name of the recording that is to be brought, with its length and what is heard in it. */
  sound?: { name: string; seconds: number; silent: [number, number][] };
}

const others = (key: string) => USERS.filter((user) => user.key !== key);

/** Who is of the team of a queue. */
export function agents(key: string): string[] {
  return USERS.filter((user) => user.team === queue(key).team).map((user) => user.key);
}

/** The caller hears a menu, and waits in a queue. */
function intoQueue(story: Story, who: string, key: string, hasMenu: boolean): Leg {
  const caller = story.comesIn(outside(who), queue(key).line);
  story.after(0.5).takes(caller);
  if (hasMenu) {
    story.enters(caller, 'menu', 'welcome');
    story.after(6).presses(caller, key === 'sales' ? '2' : '1');
    story.after(0.5).leaves(caller, 'menu');
  }
  story.enters(caller, 'queue', key);
  return caller;
}

/** Two talk, perhaps with a hold, perhaps recorded; then one hangs up. */
function talk(story: Story, caller: Leg, callee: Leg, seconds: number, chance: Chance, record: boolean): Told['sound'] {
  story.joins(caller, callee);
  const name = `${story.id}.wav`;
  if (record) story.records(caller, name);
  const silent: [number, number][] = [];
  let left = seconds;
  if (seconds > 90 && chance.is(0.3)) {
    const [before, held] = [seconds * chance.between(0.2, 0.5), chance.between(12, 45)];
    story.after(before).holds(callee, caller);
    story.after(held).resumes(callee);
    silent.push([before, before + held]);
    left = seconds - before;
    seconds += held;
  }
  story.after(left);
  if (record) story.recorded(caller);
  if (chance.is(0.6)) story.hangsUp(caller, [callee]);
  else story.hangsUp(callee, [caller]);
  return record ? { name, seconds, silent } : undefined;
}

/** Somebody outside waits in a queue, and an agent takes the call; others may have let it ring. */
export function queued(story: Story, chance: Chance, who: string, key: string, wait: number, length: number, record = false): Told {
  const caller = intoQueue(story, who, key, chance.is(0.5));
  const team = chance.shuffled(agents(key));
  const taker = team.pop() ?? 'kit';
  const before = wait > 25 ? chance.some(team, 2) : [];
  let left = wait;
  for (const agent of before) {
    const leg = story.after(1).rings(caller, inside(agent), key);
    story.after(12).stops([leg], 'no_answer');
    left -= 13;
  }
  story.after(Math.max(1, left - 4));
  const rung = chance.some(team.filter((agent) => !before.includes(agent)), 2).map((agent) => story.rings(caller, inside(agent), key));
  const leg = story.rings(caller, inside(taker), key);
  story.after(4).takes(leg);
  story.stops(rung, 'elsewhere');
  story.leaves(caller, 'queue', 'answered', leg);
  return { story, sound: talk(story, caller, leg, length, chance, record) };
}

/** Somebody waits in a queue and gives up. */
export function abandoned(story: Story, chance: Chance, who: string, key: string, wait: number): Told {
  const caller = intoQueue(story, who, key, chance.is(0.5));
  story.after(Math.min(wait, 3));
  const legs = chance.some(agents(key), 2).map((agent) => story.rings(caller, inside(agent), key));
  story.after(Math.max(0.5, wait - 3)).say(caller, 'asked_to_end');
  story.leaves(caller, 'queue', 'abandoned');
  story.stops(legs, 'cancelled');
  story.stops([caller], 'normal');
  return { story };
}

/** A direct call to somebody, who takes it. */
export function direct(story: Story, chance: Chance, who: string, to: string, length: number, record = false): Told {
  const caller = story.comesIn(outside(who), LINE);
  const leg = story.after(0.1).rings(caller, inside(to));
  story.after(chance.between(2, 14)).takes(leg);
  return { story, sound: talk(story, caller, leg, length, chance, record) };
}

/** A direct call that nobody takes, is declined, or finds somebody on the phone. */
export function missed(story: Story, chance: Chance, who: string, to: string): Told {
  const caller = story.comesIn(outside(who), LINE);
  const leg = story.after(0.1).rings(caller, inside(to));
  const how = chance.of(['no_answer', 'declined', 'busy', 'cancelled'] as const);
  story.after(how === 'no_answer' ? 25 : chance.between(3, 15));
  if (how === 'cancelled') story.say(caller, 'asked_to_end');
  if (how === 'declined') story.say(leg, 'asked_to_end');
  story.stops([leg], how);
  story.stops([caller], 'normal');
  return { story };
}

/** Nobody takes it, and the caller leaves a message. */
export function message(story: Story, chance: Chance, who: string, to: string, length: number): Told {
  const caller = story.comesIn(outside(who), LINE);
  const leg = story.after(0.1).rings(caller, inside(to));
  story.after(20).stops([leg], 'no_answer');
  story.after(0.1).takes(caller);
  story.enters(caller, 'mailbox', user(to).extension);
  const sound = { name: `${story.id}.wav`, seconds: length, silent: [] };
  story.after(chance.between(6, 9)).records(caller, sound.name, 'voicemail');
  story.after(length).say(caller, 'asked_to_end');
  story.recorded(caller, 'voicemail');
  story.say(caller, 'message', { left: true });
  story.leaves(caller, 'mailbox');
  story.stops([caller], 'normal');
  return { story, sound };
}

/** Somebody of the house calls out. */
export function outgoing(story: Story, chance: Chance, from: string, who: string, length: number, record = false): Told {
  const caller = story.comesIn(inside(from), outside(who).number);
  story.say(caller, 'presented', { line: LINE });
  const leg = story.after(0.3).rings(caller, outside(who));
  const answers = chance.is(0.8);
  story.after(answers ? chance.between(4, 18) : 24);
  if (!answers) {
    story.stops([leg], chance.of(['no_answer', 'busy', 'declined']));
    story.stops([caller], 'normal');
    return { story };
  }
  story.takes(leg);
  return { story, sound: talk(story, caller, leg, length, chance, record) };
}

/** Two of the house. */
export function internal(story: Story, chance: Chance, from: string, to: string, length: number): Told {
  const caller = story.comesIn(inside(from), user(to).extension);
  const leg = story.after(0.1).rings(caller, inside(to));
  story.after(chance.between(2, 10)).takes(leg);
  talk(story, caller, leg, length, chance, false);
  return { story };
}

/** Taken from a queue, and sent on unannounced to somebody who takes it, or does not. */
export function sentOn(story: Story, chance: Chance, who: string, key: string, to: string, length: number): Told {
  const caller = intoQueue(story, who, key, true);
  const first = story.after(9).rings(caller, inside(chance.of(agents(key).filter((agent) => agent !== to))), key);
  story.after(5).takes(first);
  story.leaves(caller, 'queue', 'answered', first);
  const bridge = story.joins(caller, first);
  story.after(length * 0.4).sendsOn(caller, first, user(to).extension, bridge);
  const second = story.after(0.1).rings(caller, inside(to));
  story.after(6).takes(second);
  talk(story, caller, second, length * 0.6, chance, false);
  return { story };
}

/** Taken, asked about while the caller waits on hold, and handed over announced. */
export function handedOver(story: Story, chance: Chance, who: string, by: string, to: string, length: number, record = false): Told {
  const caller = story.comesIn(outside(who), LINE);
  const first = story.after(0.1).rings(caller, inside(by));
  story.after(6).takes(first);
  const bridge = story.joins(caller, first);
  if (record) story.records(caller, `${story.id}.wav`);
  const before = length * 0.35;
  story.after(before).holds(first, caller);
  const asking = story.after(1).consults(first, inside(by), user(to).extension);
  const target = story.after(0.1).rings(asking, inside(to));
  story.after(4).takes(target);
  const asked = story.joins(asking, target);
  story.after(18).handsOver(caller, first, asking, target, user(to).extension, { talk: bridge, asked });
  const after = length * 0.65;
  story.after(after);
  if (record) story.recorded(caller);
  if (chance.is(0.5)) story.hangsUp(caller, [target]);
  else story.hangsUp(target, [caller]);
  const seconds = before + 23.1 + after;
  return { story, sound: record ? { name: `${story.id}.wav`, seconds, silent: [[before, before + 23.1]] } : undefined };
}

/** Every phone of the house rings, and one takes it. */
export function everybodyRings(story: Story, chance: Chance, who: string, taker: string, length: number): Told {
  const caller = story.comesIn(outside(who), LINE);
  const rung = others(taker).map(({ key }) => story.rings(caller, inside(key)));
  const leg = story.rings(caller, inside(taker));
  story.after(11).takes(leg);
  story.stops(rung, 'elsewhere');
  talk(story, caller, leg, length, chance, false);
  return { story };
}

/** Parked by one, retrieved by another. */
export function parked(story: Story, chance: Chance, who: string, by: string, retriever: string, length: number): Told {
  const caller = story.comesIn(outside(who), LINE);
  const first = story.after(0.1).rings(caller, inside(by));
  story.after(5).takes(first);
  const bridge = story.joins(caller, first);
  story.after(length * 0.4).say(caller, 'parked', { by_leg: first, space: '701' });
  story.say(caller, 'disconnected', { bridge });
  story.stops([first], 'normal');
  story.after(20);
  const second = `${story.id}/retriever`;
  story.say(caller, 'unparked', { how: 'retrieved', by_leg: second });
  story.say(second, 'joined', { to_leg: caller, as: 'taker', party: inside(retriever) });
  story.takes(second);
  talk(story, caller, second, length * 0.6, chance, false);
  return { story };
}

/** The phone system lost the call: how it ended is not known. */
export function lost(story: Story, who: string, from: string, length: number): Told {
  const caller = story.comesIn(inside(from), outside(who).number);
  const leg = story.after(0.3).rings(caller, outside(who));
  story.after(8).takes(leg);
  story.joins(caller, leg);
  story.after(length);
  for (const each of [caller, leg]) {
    story.say(each, 'gap', { gap: 'link_lost', text: 'the link to the phone system was lost, and came back without this call' });
    story.say(each, 'lost', { why: 'the phone system no longer knew it' });
  }
  return { story };
}
