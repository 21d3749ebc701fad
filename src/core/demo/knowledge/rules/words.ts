const numerals = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

export const months = 'january february march april may june july august september october november december'.split(' ');

/** Parts of patterns. */
export const count = `(?:${numerals.slice(1).join('|')})`;
export const amount = String.raw`\d+(?:\.\d\d)?`;
export const anyMonth = months.join('|');

export function numeral(word = ''): number {
  return numerals.indexOf(word);
}

export function money(value: number): string {
  return value.toFixed(2);
}
