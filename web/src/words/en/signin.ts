// The texts of the door, and of the dialog when a session is over.

export const signin = {
  title: 'Sign in',
  by: 'Sign in with',
  byName: 'Name and password',
  byToken: 'Token',
  account: 'Account',
  name: 'Name',
  password: 'Password',
  token: 'Token',
  tokenHint: 'It begins with cb_. The browser keeps only a session, not the token.',
  enter: 'Sign in',
  entering: 'Signing in',
  comeBack: 'You come back to',
  wrongPassword: 'The name or the password is not right.',
  wrongToken: 'The token is not right, or it was revoked.',
  tooOften: (seconds: number | null) =>
    seconds ? `Too many tries. Try again in ${seconds} seconds.` : 'Too many tries. Try again in a moment.',
  failed: (status: number) => `The server answered with an error (${status}).`,
  otherAccount: 'Another account',
  unreachable: 'The server cannot be reached.',
  over: {
    title: 'You have been signed out',
    text: 'Sign in again and you stay here; what you were writing is kept.',
    leave: 'Leave this page',
  },
};
