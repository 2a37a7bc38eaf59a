// The texts of the shared parts.

export const parts = {
  close: 'Close',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying',
  undo: 'Undo',
  any: 'Any',
  clear: 'Clear',
  chosen: (n: number) => `${n} chosen`,
  again: 'Try again',
  leave: 'What you have typed is not kept yet. Leave it?',
  copyDetails: 'Copy details',
  messages: 'Messages',
  failed: {
    unreachable: {
      title: 'The server cannot be reached',
      text: () => 'What you see may be out of date. Nothing of the time between is lost.',
    },
    unseen: {
      title: 'This is not in your view',
      text: () => 'It may belong to another team, or it was deleted. Ask a supervisor if you need it.',
    },
    refused: { title: 'The server did not accept this', text: (detail: string) => detail },
    conflict: {
      title: 'It changed in the meantime',
      text: (detail: string) => detail || 'Look at it again before you change it.',
    },
    busy: {
      title: 'Not right now',
      text: (detail: string) => detail || 'The server has too much to do. Try again in a moment.',
    },
    broken: {
      title: 'This could not be loaded',
      text: (_detail: string, status: number, request: string | null) =>
        `The server answered with an error (${status}${request ? `, request ${request}` : ''}). ` +
        'The rest of the page still works.',
    },
  },
  /** What is wrong with what was looked for, in our own words. */
  refusedFields: { number: 'This is no phone number, or it is too long for one.' } as Record<string, string>,
};
