// The texts of Missed.

export const missed = {
  title: 'Missed',
};
