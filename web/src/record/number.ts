// How phone numbers are written for people: in groups, with the country's code apart. Pure. Of some countries it is known where
// the area ends (their regulators' numbering plans); of the others the digits are grouped evenly, so that no group looks like
// an area that it is not. Short numbers and whatever is not in full form stay as they were written.
// One more country: its lines in PLANS.

const ONE_DIGIT = ['1', '7'];
const TWO_DIGITS = [
  '20', '27', '30', '31', '32', '33', '34', '36', '39', '40', '41', '43', '44', '45', '46', '47', '48', '49', '51', '52', '53',
  '54', '55', '56', '57', '58', '60', '61', '62', '63', '64', '65', '66', '81', '82', '84', '86', '90', '91', '92', '93', '94',
  '95', '98',
];

/** By country: how the numbers begin that are as long as the groups together. The first that fits counts. */
const PLANS: Record<string, [RegExp, number[]][]> = {
  1: [[/^[2-9]/, [3, 3, 4]]],
  7: [[/^[3-9]/, [3, 3, 2, 2]]],
  31: [[/^6/, [1, 4, 4]], [/^(1[0358]|2[0346]|3[03568]|4[03569]|5[03589]|7)/, [2, 3, 4]], [/^[1-5]/, [3, 3, 3]]],
  32: [[/^4/, [3, 2, 2, 2]], [/^[2349]/, [1, 3, 2, 2]], [/^[15-8]/, [2, 2, 2, 2]]],
  33: [[/^[1-9]/, [1, 2, 2, 2, 2]]],
  34: [[/^[5-9]/, [3, 3, 3]]],
  41: [[/^[2-9]/, [2, 3, 2, 2]]],
  44: [[/^2/, [2, 4, 4]], [/^(11|1[2-9]1|[389])/, [3, 3, 4]], [/^[17]/, [4, 6]]],
  45: [[/^[2-9]/, [2, 2, 2, 2]]],
  48: [[/^[1-9]/, [3, 3, 3]]],
  61: [[/^4/, [3, 3, 3]], [/^[2378]/, [1, 4, 4]]],
  351: [[/^[2-9]/, [3, 3, 3]]],
};

export function written(number: string): string {
  if (!/^\+\d{7,15}$/.test(number)) return number;
  const digits = number.slice(1);
  const code = ONE_DIGIT.find((one) => digits.startsWith(one)) ?? TWO_DIGITS.find((one) => digits.startsWith(one)) ?? digits.slice(0, 3);
  const rest = digits.slice(code.length);
  return [`+${code}`, ...grouped(rest, planOf(code, rest) ?? evenly(rest.length))].join(' ');
}

function planOf(code: string, rest: string): number[] | undefined {
  const isWhole = (sizes: number[]) => sizes.reduce((sum, size) => sum + size, 0) === rest.length;
  return PLANS[code]?.find(([begins, sizes]) => begins.test(rest) && isWhole(sizes))?.[1];
}

/** Groups of two to four digits, the longer ones last. */
function evenly(length: number): number[] {
  const groups = Math.max(1, Math.ceil(length / 4));
  const least = Math.floor(length / groups);
  return Array.from({ length: groups }, (_, place) => (place < groups - (length % groups) ? least : least + 1));
}

function grouped(text: string, sizes: readonly number[]): string[] {
  let at = 0;
  return sizes.map((size) => text.slice(at, (at += size))).filter(Boolean);
}
