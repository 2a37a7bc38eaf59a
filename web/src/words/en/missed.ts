// The texts of Missed.

const count = new Intl.NumberFormat('en-GB');
/** A moment of today is a clock, one of another day begins with the day. */
const then = (moment: string) => (/^\d\d?:/.test(moment) ? `at ${moment}` : `on ${moment}`);
const TIMES = ['', 'Once', 'Twice', 'Three times', 'Four times', 'Five times', 'Six times'];

export const missed = {
  title: 'Missed',
  summary: (callers: number, calls: number, time: string, longest: string | null) => {
    const who = callers === 1 ? `1 caller ${time} is not handled` : `${count.format(callers)} callers ${time} are not handled`;
    const said = calls > callers ? `${who} (${count.format(calls)} calls)` : who;
    if (longest === null) return callers === 1 ? `${said}, but was reached` : `${said}, but all were reached`;
    return callers === 1 ? `${said}, and waits for ${longest}` : `${said}, the longest waits for ${longest}`;
  },
  ofTime: { today: 'of today', '7d': 'of the last 7 days', '28d': 'of the last 4 weeks', all: 'of all time' },
  more: 'There are more: choose a shorter time to see them all.',
  whose: 'Whose',
  whoses: { all: 'All', queues: 'My queues', mine: 'Mine' },
  time: 'Time',
  times: { today: 'Today', '7d': 'Last 7 days', '28d': 'Last 4 weeks', all: 'All time' },
  caller: 'Caller, longest wait first',
  loading: 'Loading missed calls',
  failed: 'Missed calls could not be loaded',
  none: 'Everyone has been called back',
  noneText: (time: string) => `Nobody who called ${time} waits for a call back.`,
  noneOfYours: 'Nobody waits for you',
  noneOfYoursText: 'Of the callers in your queues, everyone has been taken care of.',
  inTime: { today: 'today', '7d': 'in the last 7 days', '28d': 'in the last 4 weeks', all: 'at any time' },
  showAll: 'Show all callers',
  lookBack: 'Look at the last 7 days',

  hoursMinutes: (hours: number, minutes: number) => {
    if (hours > 0) return `${hours} h ${String(minutes).padStart(2, '0')} min`;
    return minutes > 0 ? `${minutes} min` : 'less than a minute';
  },
  days: (days: number, hours: number) => (days === 1 ? `1 day ${hours} h` : `${days} days ${hours} h`),
  waits: (since: string, length: string) => `waiting since ${since}, ${length}`,
  since: (since: string, length: string) => `since ${since}, ${length}`,
  reached: (at: string) => `reached ${then(at)}, perhaps done`,
  notInDirectory: 'not in the directory',
  cannotCall: 'cannot be called back',

  times_: (n: number) => TIMES[n] ?? `${n} times`,
  why: (times: string, causes: string[], after: string[]) => [`${times}: ${causes.join(', ')}.`, ...after].join(' '),
  cause: {
    abandoned: (where: string, wait: string) => (where ? `gave up after ${wait} in ${where}` : `gave up after ${wait}`),
    voicemail: (where: string, length: string) => `voicemail${where ? ` for ${where}` : ''}${length ? `, ${length}` : ''}`,
    busy: (where: string) => (where ? `${where} was busy` : 'busy'),
    declined: (where: string) => (where ? `${where} declined` : 'declined'),
    unavailable: (where: string) => (where ? `${where} could not be reached` : 'nobody could be reached'),
    cancelled: (where: string, wait: string) => (where ? `hung up after ${wait} while ${where} rang` : `hung up after ${wait}`),
    no_answer: (where: string, wait: string) => (where ? `${where} did not answer for ${wait}` : `no answer for ${wait}`),
  } as Record<string, (where: string, detail: string) => string>,
  seconds: (n: number) => `${n} s`,
  then: (cause: string) => `then ${cause}`,
  tried: (who: string, at: string) => `${who} tried to call back ${then(at)}, no answer.`,
  spokeBack: (who: string, at: string) => `${who} called back ${then(at)} and spoke.`,
  calledAgain: (caller: string, at: string, who: string) => `${caller} called again ${then(at)}${who ? ` and spoke with ${who}` : ' and spoke'}.`,

  play: (length: string) => `Play the message, ${length}`,
  pause: 'Pause',
  playFailed: 'The message could not be played',
  call: 'Call back',
  calling: 'Calling',
  dials: (name: string, phone: string) => `${phone} rings first, then ${name} is called`,
  yourPhone: 'Your phone',
  phoneOf: (name: string) => `The phone of ${name}`,
  callFailed: 'The call could not be started',
  callsUnset: 'No phone system here is set up to call for you yet: ask an administrator.',
  whosePhone: 'Whose phone rings first?',
  whosePhoneText: 'You have no phone of your own here. The phone that is chosen rings first, then the number is called.',
  user: 'User',
  remember: 'Kept for this browser',
  handled: 'Handled',
  handledBy: 'Handled by you just now',
  handling: 'Marking',
  handleFailed: 'It could not be marked as handled',
  undo: 'Undo',
  undone: 'Not handled any more',
  markedToast: (name: string) => `${name} is marked as handled`,
  open: 'Open the last call',
  key: 'Key',
  keys: { na: 'No answer, busy', ab: 'Gave up in the queue', vm: 'Left a message', back: 'Tried to call back', ok: 'Spoke' },
  now: 'now',
  moves: { handled: 'Mark as handled', back: 'Call back' },

  handledTitle: { today: 'Handled today', '7d': 'Handled in the last 7 days', '28d': 'Handled in the last 4 weeks', all: 'Handled' },
  handledSummary: (callers: number, after: string) =>
    `${callers === 1 ? '1 caller' : `${count.format(callers)} callers`}, on average after ${after}`,
  marked: (who: string, at: string) => (who ? `Marked by ${who} ${then(at)}` : `Marked ${then(at)}`),
  note: (text: string) => `“${text}”`,
  after: (length: string) => `after ${length}`,
};
