// The texts of the help on keys, and what the keys of the frame do.

export const keys = {
  title: 'Keys',
  everywhere: 'Everywhere',
  find: 'Find a call',
  go: (page: string) => `Go to ${page}`,
  help: 'All keys',
  close: 'Close',
  then: 'then',
  rows: 'In lists',
  next: 'Next row',
  previous: 'Previous row',
  open: 'Open',
  peek: 'Peek',
  singles: 'Single letters count as keys',
  singlesHint: 'Off, only Enter, Esc and the arrows count. Good with speech input.',
  names: {
    Space: 'Space', Enter: 'Enter', Esc: 'Esc', Shift: 'Shift',
    ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓',
  } as Record<string, string>,
};
