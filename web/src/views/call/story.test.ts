import { describe, expect, it } from 'vitest';
import { after, conversation, leg, part } from '../../record/sample';
import { startOf } from '../../timeline/course';
import { all, told } from '../../timeline/told';
import { storyOf } from './story';

const look = {
  party: (party: { name: string | null; number: string | null }) => party.name ?? party.number ?? 'withheld',
  queue: (key: string) => key,
};
function lines(name: string): string[] {
  const record = told(name);
  return storyOf(record, look).map((line) => `${Math.round((line.at - startOf(record)) / 1000)} ${line.who} ${line.what}`);
}

describe('what happened, in words', () => {
  it('tells an announced transfer step by step', () => {
    expect(lines('attended')).toEqual([
      '0 Jan called +31 20 555 0100',
      '0 Phone system rang Bob',
      '1 Bob answered',
      '3 Bob put Jan on hold for 0:03',
      '4 Bob called Carol to consult',
      '5 Carol answered the consultation',
      '7 Bob transferred Jan to Carol after announcing',
      '9 Carol hung up',
    ]);
  });

  it('n24: begins where a part is seen, and does not say who handed it over', () => {
    const caller = leg({ role: 'caller', name: 'Jan', number: '+31207654321' });
    const seen = part({ legs: [caller, leg({ name: 'Bob', answered_at: after(3) })], ended_at: after(9) });
    const told = storyOf(seen, look).map(({ who, what }) => `${who} ${what}`);
    expect(told).toEqual(['Jan came from a part of this call that is not in your view', 'Bob answered']);
  });

  it('tells what was pressed before the queue that it led to, though the menu ends a moment later', () => {
    const menu = { call: 'call', name: 'hours', entered_at: after(1), left_at: after(5.3), digits: '2' };
    const queue = { call: 'call', name: 'Sales', joined_at: after(5), agent: null, outcome: null, wait_s: null };
    const record = conversation({ menus: [menu], queues: [queue] });
    const said = storyOf(record, look).map(({ what }) => what);
    expect(said.filter((what) => /pressed|menu|queue/.test(what)))
      .toEqual(['came into the menu hours', 'pressed 2', 'was put in the queue Sales']);
  });

  it('tells who gave up in a queue once', () => {
    expect(lines('abandoned').filter((line) => line.includes('gave up'))).toHaveLength(1);
  });

  it('tells a parking, a pickup and a message', () => {
    expect(lines('parked')).toContain('4 Carol retrieved Jan');
    expect(lines('picked_up').some((line) => line.endsWith('Carol picked up from the phone of Bob'))).toBe(true);
    expect(lines('voicemail').some((line) => line.includes('left a message of 0:04'))).toBe(true);
  });

  it('goes forward in time, and says who and what on every line, in all', () => {
    for (const { record, told: from } of all) {
      const story = storyOf(record, look);
      expect(story.length, from).toBeGreaterThan(1);
      story.forEach((line, index) => {
        expect(line.at, from).toBeGreaterThanOrEqual(story[index - 1]?.at ?? 0);
        expect(line.who && line.what, `${from}: ${JSON.stringify(line)}`).toBeTruthy();
        expect(line.who + line.what, from).not.toMatch(/undefined|null|NaN/);
      });
    }
  });
});
