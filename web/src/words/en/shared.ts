// Words that many views need: states, outcomes, directions, counts. House words, each written once.

const number = new Intl.NumberFormat('en-GB');

export const shared = {
  /** 1,284 */
  count: (n: number) => number.format(n),
  conversations: (n: number) => (n === 1 ? '1 conversation' : `${number.format(n)} conversations`),
  calls: (n: number) => (n === 1 ? '1 call' : `${number.format(n)} calls`),
  percent: (share: number) => `${Math.round(share * 100)} %`,
  withheld: 'Withheld number',
  direction: { inbound: 'Inbound', outbound: 'Outbound', internal: 'Internal' } as Record<string, string>,
  outcome: {
    answered: 'Answered',
    voicemail: 'Voicemail',
    blocked: 'Blocked',
    abandoned: 'Abandoned',
    ivr: 'Ended in the menu',
    cancelled: 'Cancelled',
    no_answer: 'No answer',
    declined: 'Declined',
    busy: 'Busy',
    unavailable: 'Unavailable',
    failed: 'Failed',
  } as Record<string, string>,
  state: {
    ringing: 'Ringing',
    menu: 'In the menu',
    queued: 'Queued',
    voicemail: 'Voicemail',
    parked: 'Parked',
    conference: 'Conference',
    talking: 'Talking',
    held: 'On hold',
    consulting: 'Consulting',
    ended: 'Ended',
    logged: 'Logged',
  } as Record<string, string>,
  agent: {
    talking: 'Talking',
    ringing: 'Ringing',
    wrap_up: 'Wrap-up',
    paused: 'Paused',
    away: 'Away',
    free: 'Free',
  } as Record<string, string>,
  role: {
    operator: 'operator',
    administrator: 'administrator',
    supervisor: 'supervisor',
    user: 'user',
    source: 'source',
  } as Record<string, string>,
  /** Whom a conversation reached, in one line of a list. */
  reached: {
    then: ', then ',
    handedOver: ' → ',
    voicemail: 'voicemail',
    after: (clock: string) => `after ${clock}`,
    phones: (n: number) => `${n} phones`,
  },
  zone: (city: string) => `${city} time`,
};
