// The texts of Call.

export const call = {
  title: 'Call',
};
