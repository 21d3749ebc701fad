import { field } from '../json.ts';

/** Reading of what a provider lists: everything is `unknown` until looked at, and what is missing is `null`. */

/** A number of tokens or bytes: 0 is nobody's context, it stands for unknown. */
export function count(...values: readonly unknown[]): number | null {
  const found = values.find((value) => typeof value === 'number' && Number.isFinite(value) && value > 0);
  return typeof found === 'number' ? found : null;
}

/** A rate, 0 included; OpenRouter sends its own as strings. */
export function rate(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null;
}

/** ISO 8601 of a date text, of Unix seconds, or of `{year, month, day}`. The epoch itself stands for unknown. */
export function isoDate(value: unknown): string | null {
  const ms = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : calendarMs(value);
  return ms > 0 && ms < 8.64e15 ? new Date(ms).toISOString() : null;
}

function calendarMs(value: unknown): number {
  const [year, month, day] = ['year', 'month', 'day'].map((part) => count(field(value, part)));
  return year && month && day ? Date.UTC(year, month - 1, day) : Number.NaN;
}
