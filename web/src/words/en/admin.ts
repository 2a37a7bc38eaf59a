// The texts of Admin.

export const admin = {
  title: 'Admin',
};
