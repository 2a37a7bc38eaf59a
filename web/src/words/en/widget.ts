// The texts of the element <callbook-activity>, which stands in other programs' pages.

const count = new Intl.NumberFormat('en-GB');

export const widget = {
  title: 'Calls',
  label: (whom: string) => (whom ? `Calls with ${whom}` : 'Calls'),
  conversations: (n: number, exact: boolean) => (n === 1 ? '1 conversation' : `${count.format(n)}${exact ? '' : ' or more'} conversations`),
  today: (clock: string) => `Today ${clock}`,
  now: {
    ringing: 'Ringing now',
    menu: 'In the menu now',
    queued: 'Waiting now',
    talking: 'Talking now',
    held: 'On hold now',
    parked: 'Parked now',
    voicemail: 'Leaving a message now',
    conference: 'In a conference now',
  } as Record<string, string>,
  answeredAfter: (clock: string) => `Answered after ${clock}`,
  transferred: { attended: 'transferred, announced', blind: 'transferred, unannounced', redirect: 'transferred by a program' } as Record<
    string,
    string
  >,
  gaveUp: (clock: string) => `Gave up after ${clock}`,
  inQueue: 'in the queue',
  message: 'Left a message',
  noMessage: 'Reached the voicemail, left no message',
  line: (direction: string, name: string) => (direction === 'outbound' ? `as ${name}` : `at ${name}`),
  notHandled: 'Not handled',
  handled: (by: string) => (by ? `Handled by ${by}` : 'Handled'),
  play: 'Play',
  pause: 'Pause',
  playOf: (when: string) => `Play the recording of ${when}`,
  seek: 'Position in the recording',
  position: (at: string, of: string) => `${at} of ${of}`,
  speed: (rate: number) => `${rate}×`,
  speedLabel: (rate: number) => `Speed ${rate}, change`,
  noSound: 'The recording cannot be played.',
  older: 'Older',
  brand: 'Callbook',
  none: 'No calls yet',
  loading: 'Loading calls',
  again: 'Try again',
  faults: {
    nothing: 'This element needs the attribute “number”, or “kind” and “record”.',
    token: 'This element needs the attribute “token”.',
    refused: 'These calls may not be shown here: the token is not right, was revoked, or is not for this page.',
    unreachable: 'This page may not show calls: its address is not in the token’s list, or the server cannot be reached.',
    broken: (status: number, detail: string) => `The calls could not be loaded (${status}). ${detail}`,
  },
  stale: 'Not updated: the server cannot be reached.',
};
