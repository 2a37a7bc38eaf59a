// The texts of Analysis.

const count = new Intl.NumberFormat('en-GB');

export const analysis = {
  title: 'Analysis',
  compared: (from: string, until: string, before: string, isToday: boolean) =>
    `${from === until ? from : `${from} to ${until}`}, compared with the ${before} before${isToday ? ' until this time' : ''}`,
  zone: (city: string) => `${city} time, by the account's clocks`,
  period: 'Period',
  periods: { today: 'Today', '7d': 'Last 7 days', '28d': 'Last 4 weeks', '91d': 'Last 13 weeks', '364d': 'Last 52 weeks', own: 'Another period' } as Record<
    string,
    string
  >,
  lengths: { today: 'day', '7d': '7 days', '28d': '4 weeks', '91d': '13 weeks', '364d': '52 weeks' } as Record<string, string>,
  days: (n: number) => (n === 1 ? 'day' : `${n} days`),
  from: 'From',
  until: 'Until',
  queue: 'Queue',
  allQueues: 'All queues',
  user: 'User',
  allUsers: 'All users',
  before: (text: string) => `before ${text}`,
  figures: {
    label: 'Figures of the period',
    offered: 'Offered',
    answered: 'Answered',
    rate: 'Answer rate',
    within: (seconds: number) => `Within ${seconds} s`,
    wait: 'Average wait',
    nine: '9 in 10 within',
    talk: 'Average talk',
    abandoned: 'Abandoned',
  },
  percent: (share: number | null) => (share === null ? '–' : `${(share * 100).toFixed(1)} %`),
  percentSign: '%',
  when: {
    title: 'When people call',
    show: 'What each hour shows',
    calls: 'Calls',
    rate: 'Answer rate',
    wait: 'Wait',
    label: 'Calls by weekday and hour',
    hour: 'Hour',
    sum: 'Sum',
    days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    none: '·',
    few: { calls: 'Few to many calls', rate: 'Few to all answered', wait: 'Short to long waits' },
    missed: 'Share not answered, full width is 40 %',
    cell: (calls: number, share: number) => `${count.format(calls)} calls, ${Math.round(share * 100)} % not answered`,
  },
  byDay: {
    title: 'Answer rate by day',
    target: (percent: string) => `target ${percent}`,
    now: 'This period',
    before: 'Before',
    goal: 'Target',
    alt: (low: string, high: string) => `The answer rate by day lay between ${low} and ${high}.`,
  },
  waits: {
    title: 'How long people waited',
    alt: (parts: string[]) => `Answered within: ${parts.join('; ')}.`,
    bucket: (from: string, until: string, n: number) => `${from} to ${until}: ${count.format(n)}`,
    longer: (n: number, clock: string) => `${count.format(n)} waited longer than ${clock}`,
    /** In a queue they are the abandoned ones of the figures. */
    gaveUp: (n: number, abandoned: number) => {
      if (n <= abandoned) return `${count.format(n)} gave up`;
      const ringing = `${count.format(n - abandoned)} while phones rang`;
      return `${count.format(n)} gave up: ${abandoned > 0 ? `${count.format(abandoned)} in a queue (abandoned), ` : ''}${ringing}`;
    },
    theirWaits: (most: number, clock: string) => `their waits, on a scale of their own (most: ${count.format(most)} within ${clock})`,
    noneGaveUp: 'Nobody gave up',
  },
  talks: {
    title: 'How long they talked',
    axis: 'how many in 100 talks were no longer than this',
  },
  said: (half: string, nine: string, most: string) => `Half within ${half}, 9 in 10 within ${nine}, 99 in 100 within ${most}.`,
  queues: 'Queues',
  agents: 'Agents',
  agentsHint: 'every call of each, also outside of the queues; calls a colleague took are not counted as missed',
  columns: {
    queue: 'Queue',
    agent: 'Agent',
    offered: 'Offered',
    answered: 'Answered',
    rate: 'Rate',
    wait: 'Wait',
    nine: '9 in 10',
    gaveUp: 'Abandoned',
    missed: 'Missed',
    talk: 'Talk',
    average: 'Average',
    share: 'Share of talk',
  },
  hours: (clock: string) => `${clock} h`,
  none: 'No calls in this period',
  noneText: 'Calls are counted once they have ended. Choose a longer period, or other calls.',
  widen: 'Last 52 weeks',
  loading: 'Counting',
};
