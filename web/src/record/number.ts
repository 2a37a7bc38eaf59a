// How phone numbers are written for people: in groups, with the country's code apart. Pure. Without tables of every country's
// habits, which are larger than this page: the last four digits and the three before them stand apart, which every reader can dial.
// Short numbers and whatever is not in full form stay as they were written.

const ONE_DIGIT = ['1', '7'];
const TWO_DIGITS = [
  '20', '27', '30', '31', '32', '33', '34', '36', '39', '40', '41', '43', '44', '45', '46', '47', '48', '49', '51', '52', '53',
  '54', '55', '56', '57', '58', '60', '61', '62', '63', '64', '65', '66', '81', '82', '84', '86', '90', '91', '92', '93', '94',
  '95', '98',
];

export function written(number: string): string {
  if (!/^\+\d{7,15}$/.test(number)) return number;
  const digits = number.slice(1);
  const code = ONE_DIGIT.find((one) => digits.startsWith(one)) ?? TWO_DIGITS.find((one) => digits.startsWith(one)) ?? digits.slice(0, 3);
  const rest = digits.slice(code.length);
  if (rest.length < 7) return `+${code} ${rest}`;
  return `+${code} ${[rest.slice(0, -7), rest.slice(-7, -4), rest.slice(-4)].filter(Boolean).join(' ')}`;
}
