import { describe, expect, it } from 'vitest';
import { after, leg, part } from '../record/sample';
import { sentenceOf, sentenceText } from './sentence';
import { all, told } from './told';

const look = {
  party: (party: { name: string | null; number: string | null }) => party.name ?? party.number ?? '?',
  queue: (key: string) => key,
};
const say = (name: string) => sentenceText(told(name), look).trim();

describe('what a colleague would say of a recorded conversation', () => {
  it.each([
    ['attended', 'Jan spoke with Bob, who consulted Carol and then transferred the call. Carol hung up.'],
    ['consulted_and_back', 'Alice spoke with Bob, who consulted Carol and came back. Alice hung up.'],
    ['and_back', 'Alice spoke with Bob, then was transferred to Carol unannounced and back to Bob. Alice hung up.'],
    ['queued_and_transferred', 'Jan spoke with Bob, then was transferred to Carol unannounced. Jan hung up.'],
    ['three_talk', 'Alice spoke with Bob. Carol joined them. Alice hung up.'],
    ['parked', 'Jan spoke with Bob, then was parked and retrieved by Carol. Jan hung up.'],
    ['voicemail', 'Jan rang Bob for 3 seconds, got no answer and left a message of 4 seconds. Not yet handled.'],
    ['abandoned', 'Alice waited 4 seconds in support and gave up.'],
    ['caller_transfers', 'Alice spoke with Bob. Alice then transferred the call to Carol. Bob hung up.'],
    ['held_by_outside', 'Alice called +31207654321. It was answered after 1 second and they talked for 0:04. Alice hung up.'],
    ['lost', 'Alice called Bob. It was answered after 1 second and lasted at least 0:00. How it ended is not known.'],
    ['no_answer', 'Alice rang Bob for 3 seconds and got no answer.'],
    ['picked_up',
      'Alice called Bob. Carol answered after 1 second and they talked for 0:03. Carol picked it up from Bob. Alice hung up.'],
  ])('%s: %s', (name, sentence) => {
    expect(say(name)).toBe(sentence);
  });

  it('n24: tells a part from where it is seen, and nothing of how it came there', () => {
    const legs = [
      leg({ id: 'caller', role: 'caller', name: 'Jan', number: '+31207654321' }),
      leg({ id: 'bob', name: 'Bob', answered_at: after(3), ended_at: after(9) }),
    ];
    const spoke = sentenceText(part({ legs, outcome: 'answered', answered_at: after(3), ended_at: after(9) }), look);
    expect(spoke.trim()).toBe('Jan spoke with Bob. You see a part of this call only.');
    const rang = [legs[0]!, leg({ id: 'bob', name: 'Bob', ended_at: after(9), end: 'cancelled' })];
    const gaveUp = sentenceText(part({ legs: rang, outcome: 'cancelled', ring_s: 9, ended_at: after(9) }), look);
    expect(gaveUp.trim()).toBe('Jan rang Bob for 9 seconds and gave up. You see a part of this call only.');
  });

  it('n24: of a part does not say how a consultation went on, which is not seen', () => {
    const unseen = part().calls.slice(0, 1);
    const seen = { ...part(), transfers: [], calls: [...told('consulted_and_back').calls, ...unseen] };
    expect(sentenceText(seen, look).trim()).toBe('Alice spoke with Bob, who consulted Carol. You see a part of this call only.');
  });

  it('puts names in bold, and what is not known apart', () => {
    const parts = sentenceOf(told('attended'), look);
    expect(parts.filter((part) => part.as === 'name').map((part) => part.text)).toEqual(['Jan', 'Bob', 'Carol']);
    expect(sentenceOf(told('lost'), look).find((part) => part.as === 'hole')?.text).toBe('How it ended is not known');
  });

  it('says something of every one, and nothing that is no text', () => {
    for (const { record, told: from } of all) {
      const text = sentenceText(record, look);
      expect(text.length, from).toBeGreaterThan(20);
      expect(text, from).not.toMatch(/undefined|null|NaN|\.\.|\?/);
    }
  });
});
