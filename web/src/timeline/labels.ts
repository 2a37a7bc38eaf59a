// What stands on bars, behind them and in brackets, once names are known. Pure; the words are in words/en/timeline.ts.

import type { Party } from '../record/about';
import { written } from '../record/number';
import { clock } from '../time/durations';
import { timeline as w } from '../words/en/timeline';
import type { Bracket } from './brackets';
import type { Lane, LaneBar, Picture } from './model';
import type { Note } from './notes';

export interface Named {
  lane: (lane: Lane) => string;
  /** The name of a lane by its key, or the number itself. */
  key: (key: string | null) => string;
}

/** What a bar says. */
export function barWord(lane: Lane, bar: LaneBar, isMain: boolean, named: Named): string {
  if (isMain && bar.kind === 'talk') return w.main.talk(bar.with.map(named.key).join(w.sentence.and));
  if (isMain) return bar.kind === 'talk' ? '' : w.main[bar.kind as Exclude<LaneBar['kind'], 'talk'>];
  if (bar.kind === 'ask') return lane.isListening ? w.listens : bar.isAsked ? w.consulted : w.other.ask;
  return w.other[bar.kind];
}

/** A bar in full, for who hovers or moves over it: "Bo Tamm: Talk, 0:06 to 1:20 (1:14)". */
export function barWhole(lane: Lane, bar: LaneBar, isMain: boolean, named: Named, known: number): string {
  const word = barWord(lane, bar, isMain, named) || w.kinds[bar.kind];
  const end = bar.e ?? known;
  return `${named.lane(lane)}: ${word}, ${w.between(clock(bar.s), clock(end))} (${clock(end - bar.s)})`;
}

interface NoteText {
  text: string;
  /** What only wide pages show. */
  more: string;
  look: '' | 'x' | 'stop' | 'over';
}

/** Why a bar ended. */
export function noteWord(note: Note, named: Named): NoteText {
  const rang = note.rang !== null && note.rang >= 1 ? clock(note.rang) : null;
  const whom = note.to === null ? '' : named.key(note.to);
  switch (note.what) {
    case 'transferred':
      return { text: w.notes.transferred(), more: whom && w.notes.transferredTo(whom, note.announced ?? false), look: 'over' };
    case 'picked_up':
      return { text: w.notes.picked_up(), more: whom && w.notes.picked_upBy(whom), look: '' };
    case 'forwarded':
      return { text: w.notes.forwarded(), more: whom && w.notes.forwardedTo(whom), look: '' };
    case 'hung_up':
      return { text: w.notes.hung_up(), more: '', look: 'stop' };
    case 'elsewhere':
    case 'cancelled':
      return { text: w.notes[note.what](rang), more: '', look: '' };
    case 'no_answer':
      return { text: w.notes.no_answer(rang), more: '', look: 'x' };
    default:
      return { text: w.notes[note.what](), more: '', look: 'x' };
  }
}

/** What a call is, in a few words: "Noor Falk → Front desk, Bo Tamm". */
export function callWord(bracket: Bracket, picture: Picture, named: Named, party: (party: Party) => string): string {
  const { call } = bracket;
  const others = call.legs.filter((leg) => leg.role !== 'caller' && leg.role !== 'supervisor');
  const leg = others.find((one) => one.answered_at) ?? (others.length === 1 ? others[0] : undefined);
  const nameOf = (one: typeof leg) =>
    one ? party({ name: one.name, number: one.e164 ?? one.number, user: one.user, contact: one.contact }) : '';
  const whom = nameOf(leg) || (call.to.name ?? written(call.to.number ?? ''));
  const caller = nameOf(call.legs.find((one) => one.role === 'caller'));
  if (call.origin === 'consultation') return w.consults(caller, whom);
  if (call.origin === 'conference') return w.adds(whom);
  if (call.origin === 'transfer') return w.handedOver(whom);
  return `${caller || named.lane(picture.lanes[0]!)}${w.arrow}${whom}`;
}
