import type { Scorer } from './spec.ts';
import { excerpt } from './text.ts';

export const number: Scorer<'number'> = {
  name: 'number',
  describe: ({ value, tolerance }) => (tolerance === 0 ? `number ${value}` : `number ${value} ± ${tolerance}`),
  score(answer, { value, tolerance }) {
    const found = lastNumber(answer.text);
    if (found === null) return { value: 0, passed: false, reason: 'no number in the answer' };
    const passed = found.readings.some((reading) => isWithin(reading, value, tolerance));
    return { value: passed ? 1 : 0, passed, reason: `found ${excerpt(found.text)}` };
  },
};

interface FoundNumber {
  /** As it stands in the answer. */
  readonly text: string;
  /** A percentage can mean `35` as well as `0.35`. */
  readonly readings: readonly number[];
}

/**
 * A number as English and code write it: `1,234.5`, `−7`, `-$5`, `.5`, `1e6`, `35%`; groups also by thin or no-break
 * space or apostrophe. Digits within a word (`gpt4`, `H2O`) or a version (`1.2.3`) are none. A hyphen after a word or
 * digit is a dash, not a sign.
 */
const numberPattern =
  /(?<![\p{L}\d.,])(?:(?<![\p{L}\d)\]])(?<sign>[-−+]))?[$€£¥]?(?<digits>\d{1,3}(?:[,'’\u00A0\u2009\u202F]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)(?<exponent>[eE][-+]?\d+)?(?:\s?(?<percent>%))?/gu;

/** The last number in a text: where models put their result. LaTeX's `1{,}000` and `\%` are read as meant. */
function lastNumber(text: string): FoundNumber | null {
  const plain = text
    .replaceAll('{,}', ',')
    .replaceAll(String.raw`\%`, '%')
    .replaceAll(String.raw`\$`, '$');
  let last: RegExpExecArray | null = null;
  for (const match of plain.matchAll(numberPattern)) last = match;
  if (last?.groups === undefined) return null;
  const { sign, digits = '', exponent = '', percent } = last.groups;
  const size = Number(digits.replaceAll(/[^\d.]/g, '') + exponent);
  const value = sign === '-' || sign === '−' ? -size : size;
  return { text: last[0], readings: percent === undefined ? [value] : [value, value / 100] };
}

/** Within the tolerance, but for what binary fractions lose: 1.1 lies within 0.1 of 1. */
function isWithin(found: number, value: number, tolerance: number): boolean {
  const rounding = 4 * Number.EPSILON * Math.max(Math.abs(found), Math.abs(value));
  return Math.abs(found - value) <= tolerance + rounding;
}
