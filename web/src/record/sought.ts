// What is typed into a box, as the server looks for it: numbers in any spelling or by their last digits, words by their beginnings.
// Pure. It must never find less than what is typed says: what it does not understand goes to the server as it is.

/** With fewer last digits too many numbers end alike; with more it is a whole number. The server takes 3 to 9. */
const LAST_DIGITS = { least: 4, most: 9 };
const WORDS_MAX = 8;

/** Whether what is typed is a number: digits, and what people put between them. */
export function isNumber(text: string): boolean {
  return /^[+(*#]?[\d\s()./-]*\d[\d\s()./*#-]*$/.test(text) && text.replace(/\D/g, '').length >= 2;
}

/** A number as it is looked for: the whole one, or numbers that end so, where so few digits are typed that they may be the last. */
export function number(text: string): string {
  const digits = text.replace(/[\s()./-]/g, '');
  const { least, most } = LAST_DIGITS;
  return /^\d+$/.test(digits) && digits.length >= least && digits.length <= most ? `*${digits}` : text;
}

/** Words as they are looked for: the beginning of each counts, so that one sees hits while typing. */
export function words(text: string): string {
  const parts = text.split(/\s+/).filter((part) => /[\p{L}\p{N}]/u.test(part));
  return parts.slice(0, WORDS_MAX).map((part) => (part.endsWith('*') ? part : `${part}*`)).join(' ');
}
