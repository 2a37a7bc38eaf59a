// The texts of the frame: menu, find, feed, person menu, sign-out, states of the whole page.

export const frame = {
  brand: 'Callbook',
  titled: (page: string) => `${page} · Callbook`,
  skip: 'Skip to content',
  menu: 'Main',
  pages: { live: 'Live', calls: 'Calls', missed: 'Missed', analysis: 'Analysis', admin: 'Admin' },
  notHandled: (n: string) => `${n} not handled today`,
  find: 'Find a call',
  findHint: 'Find a number, name or note',
  feed: {
    off: '',
    opening: 'Connecting',
    live: 'Up to date',
    reconnecting: 'Reconnecting',
    stale: 'Reconnecting',
    tryIn: (seconds: number) => `${seconds} s`,
    tryNow: 'Try now',
    since: (clock: string) => `Not updated since ${clock}`,
  },
  person: (name: string, role: string, account: string) => `Account menu: ${name}, ${role}, ${account}`,
  theme: 'Colours',
  themes: { auto: 'As the system', light: 'Light', dark: 'Dark' },
  zone: 'Times in',
  zones: { reader: (city: string) => `My zone, ${city}`, account: (city: string) => `The account's, ${city}` },
  keys: 'Keys',
  signOut: 'Sign out',
  signingOut: 'Signing out failed. You are still signed in.',
  unreachable: {
    title: 'The server cannot be reached',
    text: 'Nothing is lost: what happens meanwhile is shown once it answers again.',
  },
  nowhere: { title: 'There is no such page', text: 'The address may have been cut off.', back: 'Back to Live' },
  nothingToRead: {
    title: 'This token tells, and does not read',
    text: 'It is for a phone system. Sign in with a person\'s name, or with a token that may read.',
  },
  notAllowed: {
    title: 'This is for administrators',
    text: 'Ask one of them if a source, a subscription or a token has to be changed.',
  },
  viewFailed: {
    title: 'This view could not be shown',
    text: 'A fault of the page itself, not of your calls. The rest still works.',
    again: 'Try again',
  },
  loading: 'Loading',
};
