// The texts of Analysis.

export const analysis = {
  title: 'Analysis',
};
