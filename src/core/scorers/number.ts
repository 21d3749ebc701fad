import type { ScorerArgs } from '../../shared/model/scorer.ts';
import { findNumbers, type FoundNumber } from './numbers.ts';
import type { Scorer } from './spec.ts';
import { excerpt, quote } from './text.ts';
import { convertUnit, parseUnit, type Unit } from './units.ts';

/** Numbers far from the end are no conclusion, and an answer may be megabytes of them. */
const searchedLength = 20_000;

/** Models put their result last. */
export const number: Scorer<'number'> = {
  name: 'number',
  describe({ value, tolerance, relative, unit }) {
    const wanted = unit === null ? String(value) : `${value} ${unit}`;
    if (tolerance === 0) return `number ${wanted}`;
    return `number ${wanted} ± ${relative ? `${Number((tolerance * 100).toPrecision(12))} %` : tolerance}`;
  },
  score(answer, args) {
    const wanted = wantedUnit(args.unit);
    const numbers = findNumbers(answer.text.slice(-searchedLength), wanted);
    const counted = numbers.findLastIndex(({ unit }) => wanted === null || unit === null || unit.kind === wanted.kind);
    const found = numbers[counted];
    if (found === undefined) return { value: 0, passed: false, reason: nothingFound(numbers, args.unit) };
    const passed = readings(numbers, counted, wanted).some((reading) => isWithin(reading, args, found.unit !== null));
    return { value: passed ? 1 : 0, passed, reason: `found ${excerpt(found.text)}` };
  },
};

function wantedUnit(name: string | null): Unit | null {
  if (name === null) return null;
  const unit = parseUnit(name);
  if (unit === null) throw new Error(`The unit ${quote(name)} is not known.`);
  return unit;
}

function nothingFound(numbers: readonly FoundNumber[], unit: string | null): string {
  const last = numbers.at(-1);
  return last === undefined ? 'no number in the answer' : `found ${excerpt(last.text)}, which cannot be given in ${unit ?? ''}`;
}

/** What the number can mean: `35%` is 35 as well as 0.35, unless a unit is asked for. */
function readings(numbers: readonly FoundNumber[], index: number, wanted: Unit | null): readonly number[] {
  const found = numbers[index];
  if (found === undefined) return [];
  if (wanted !== null) return [inUnit(numbers, index, wanted)];
  return found.text.endsWith('%') ? [found.value, found.value / 100] : [found.value];
}

/** In the unit wanted, together with the larger parts before it: `2 h 30 min`, `5 ft 3 in`. A bare number is taken as it is. */
function inUnit(numbers: readonly FoundNumber[], index: number, wanted: Unit): number {
  const found = numbers[index];
  if (found === undefined) return 0;
  if (found.unit === null) return found.value;
  const value = convertUnit(found.value, found.unit, wanted);
  const before = numbers[index - 1];
  const isPart =
    before?.unit?.kind === wanted.kind && before.unit.scale > found.unit.scale && /^[\s,]*(?:and\s)?$/.test(found.gap);
  return isPart ? value + inUnit(numbers, index - 1, wanted) : value;
}

/** Within the tolerance, but for what binary fractions (1.1 lies within 0.1 of 1) and factors of conversion lose. */
function isWithin(found: number, { value, tolerance, relative }: ScorerArgs['number'], hasUnit: boolean): boolean {
  const allowed = relative ? tolerance * Math.abs(value) : tolerance;
  const rounding = (hasUnit ? 1e-12 : 4 * Number.EPSILON) * Math.max(Math.abs(found), Math.abs(value));
  return Math.abs(found - value) <= allowed + rounding;
}
