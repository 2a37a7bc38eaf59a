// The texts of Live.

export const live = {
  title: 'Live',
};
