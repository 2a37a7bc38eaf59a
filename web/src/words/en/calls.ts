// The texts of Calls.

const count = new Intl.NumberFormat('en-GB');
const conversations = (n: number, exact: boolean) => {
  const more = exact ? '' : 'more than ';
  return n === 1 && exact ? '1 conversation' : `${more}${count.format(n)} conversations`;
};

export const calls = {
  title: 'Calls',
  summary: (n: number, exact: boolean, answered: number | null) =>
    `${conversations(n, exact)}${answered === null ? '' : `, ${Math.round(answered * 100)} % answered`}`,
  daySummary: (n: number, exact: boolean, answered: number | null, due: number) => {
    const parts = [conversations(n, exact), answered !== null && `${Math.round(answered * 100)} % answered`];
    return [...parts, due > 0 && `${count.format(due)} not handled`].filter(Boolean).join(', ');
  },
  newer: (n: number, isMore: boolean) => `Show ${count.format(n)}${isMore ? '+' : ''} newer`,
  search: 'Search',
  searchHint: 'Number in any spelling, name or note',
  filters: 'Filters',
  time: 'Time',
  times: {
    today: 'Today', yesterday: 'Yesterday', '7d': 'Last 7 days', '28d': 'Last 4 weeks', all: 'All time', span: 'Days',
  },
  chooseDays: 'Choose days',
  firstDay: 'First day',
  lastDay: 'Last day',
  showDays: 'Show these days',
  span: (from: string, until: string) => (from === until ? from : `${from} to ${until}`),
  since: (from: string) => `Since ${from}`,
  until: (until: string) => `Until ${until}`,
  direction: 'Direction',
  anyDirection: 'Any direction',
  outcome: 'Outcome',
  anyOutcome: 'Any outcome',
  queue: 'Queue',
  anyQueue: 'Any queue',
  user: 'User',
  anyUser: 'Any user',
  source: 'Source',
  anySource: 'Any source',
  due: 'Missed, not handled',
  clear: 'Clear filters',
  zone: 'Times in',
  zones: { reader: (city: string) => `My zone, ${city}`, account: (city: string) => `The account’s, ${city}` },

  columns: {
    time: 'Time', direction: 'Direction', who: 'Who', reached: 'Reached', course: 'Course', outcome: 'Outcome', waited: 'Waited',
    talked: 'Talked', marks: 'Attached',
  },
  marks: {
    recording: 'Recording', voicemail: 'Voicemail message', note: 'Note', link: 'Linked record', gap: 'Something is missing',
    handled: 'Handled',
  },
  atLeast: (clock: string) => `≥ ${clock}`,
  partly: 'A call of which you see a part',
  loading: 'Loading calls',
  loadingMore: 'Loading more',
  lookingBack: 'Nothing so far. It may be further back.',
  lookOn: 'Look further back',
  end: (n: number) => (n === 1 ? 'That is all: 1 conversation' : `That is all: ${count.format(n)} conversations`),
  rowsMax: (n: number) => `These are the newest ${count.format(n)}. Narrow the filters, or export the whole.`,
  moreFailed: 'The next page could not be loaded',

  noHits: (text: string, time: string) => `Nothing matches “${text}” ${time}`,
  noCalls: (time: string) => `No calls ${time}`,
  noCallsFiltered: (time: string) => `No calls match these filters ${time}`,
  inTime: {
    today: 'today', yesterday: 'yesterday', '7d': 'in the last 7 days', '28d': 'in the last 4 weeks', all: 'at all', span: 'in these days',
  },
  withoutTime: (n: number, exact: boolean) =>
    n === 1 ? '1 matches without the time limit.' : `${exact ? '' : 'More than '}${count.format(n)} match without the time limit.`,
  nowhere: 'Nothing matches at other times either.',
  searchAll: 'Search all time',
  spelling: 'Numbers are found in any spelling, or by their last four digits or more; names and notes by the beginnings of their words.',
  none: 'No calls yet',
  noneText: 'They appear as soon as a phone system tells them.',
  addSource: 'Add a source',

  brush: (time: string) => `Conversations ${time}, answered above the line, unanswered below`,
  brushHint: 'Drag over the bars to choose a time',
  brushFound: (time: string) => `Conversations found ${time}, missed ones below the line`,
  brushSince: (at: string) => `Counted back to ${at}; there are more before`,

  peek: 'Preview',
  open: 'Open',
  closePeek: 'Close the preview',
  peekNone: 'Choose a row with j and k, and preview it with Space.',

  /** Of none so far, where there may be more, no number is said. */
  export: (n: string) => (n === '0+' ? 'Export' : `Export ${n}`),
  exportTitle: (n: number, exact: boolean) => `Export ${conversations(n, exact)}`,
  exportText: 'Everything the filter finds, not only what is on the page.',
  exportWhich: 'Found in',
  exportNames: (n: number) => `Names, ${count.format(n)}`,
  exportNumbers: (n: number) => `Numbers, ${count.format(n)}`,
  exportNotes: (n: number) => `Notes, ${count.format(n)}`,
  format: 'Format',
  formats: {
    csv: { name: 'CSV', text: 'one row for each conversation' },
    jsonl: { name: 'JSON lines', text: 'whole records with calls and legs' },
    parquet: { name: 'Parquet', text: 'for data tools' },
    vcon: { name: 'vCon', text: 'one document for each conversation' },
  },
  startExport: 'Start export',
  starting: 'Starting',
  jobs: 'Exports',
  noJobs: 'Nothing was exported lately.',
  job: (n: string, total: string) => `${n} of ${total} rows`,
  jobRows: (n: string) => `${n} rows`,
  left: (clock: string) => `about ${clock} left`,
  waiting: 'Waits for its turn',
  ready: (until: string) => `Ready until ${until}`,
  readyNow: 'Ready',
  failedJob: (why: string) => (why ? `Failed: ${why}` : 'Failed'),
  stop: 'Stop',
  remove: 'Remove',
  download: 'Download',
  noExports: 'This server has no exports',
  tooMany: 'Too many for one export',
  progress: (name: string) => `Export ${name}`,
};
