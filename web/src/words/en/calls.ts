// The texts of Calls.

export const calls = {
  title: 'Calls',
};
