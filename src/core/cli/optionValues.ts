import type { Thresholds } from '../../shared/model/suite.ts';
import { defaultWeights, type Weights } from '../../shared/weights.ts';
import { entryOf } from '../json.ts';
import { maxRepeats } from '../suite/schema.ts';
import { UsageError } from './exitCode.ts';

/** Values of options, read or refused in words. */

export const formats = ['table', 'json', 'junit', 'md', 'html', 'csv'] as const;
export type Format = (typeof formats)[number];

export function readModels(values: readonly string[]): string[] {
  const models = values.flatMap((value) => splitList(value));
  if (values.length > 0 && models.length === 0)
    throw new UsageError('--models is empty: name models of the suite, or leave it out.');
  return models;
}

function splitList(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export function readRepeats(value: string): number {
  const repeats = Number(value);
  if (!Number.isInteger(repeats) || repeats < 1 || repeats > maxRepeats) {
    throw new UsageError(`--repeats takes a whole number from 1 to ${maxRepeats}, not "${value}".`);
  }
  return repeats;
}

const endings: Readonly<Record<string, Format>> = { htm: 'html', markdown: 'md', txt: 'table', xml: 'junit' };

export function readFormat(value: string | undefined, out: string | null): Format {
  if (value !== undefined) {
    const format = formats.find((name) => name === value);
    if (!format) throw new UsageError(`--format takes ${formats.join(', ')}, not "${value}".`);
    return format;
  }
  const ending = out?.match(/\.([a-z]+)$/i)?.[1]?.toLowerCase();
  if (ending === undefined) return 'table';
  const format = formats.find((name) => name === ending) ?? entryOf(endings, ending);
  if (!format)
    throw new UsageError(`No format ends in ".${ending}": say what ${out} shall be with --format ${formats.join('|')}.`);
  return format;
}

export function readListFormat(command: string, value: string | undefined): 'table' | 'json' {
  if (value === undefined || value === 'table' || value === 'json') return value ?? 'table';
  throw new UsageError(`${command} takes --format table or json, not "${value}".`);
}

/** Thresholds that are missed from below; the others (latency, cost, errors) belong in the suite. */
export function readFailUnder(values: readonly string[]): Thresholds {
  const thresholds: { quality?: number; passRate?: number } = {};
  for (const part of values.flatMap((value) => splitList(value))) {
    const [name, number] = part.includes('=') ? part.split('=', 2) : ['quality', part];
    const limit = Number(number);
    if ((name !== 'quality' && name !== 'passRate') || !(limit >= 0 && limit <= 1) || number === '') {
      throw new UsageError(`--fail-under takes a number from 0 to 1, or quality=… or passRate=…, not "${part}".`);
    }
    thresholds[name] = limit;
  }
  return thresholds;
}

export function readAllowKeys(values: readonly string[]): Record<string, string> {
  const allowed: Record<string, string> = {};
  for (const value of values) {
    const at = value.indexOf('=');
    const url = value.slice(at + 1);
    if (at < 1 || !URL.canParse(url)) throw new UsageError(`--allow-key takes VARIABLE=URL, not "${value}".`);
    allowed[value.slice(0, at)] = new URL(url).origin;
  }
  return allowed;
}

/** What is not named keeps no weight: `quality=1` ranks by quality alone. */
export function readWeights(values: readonly string[]): Weights {
  const weights = { quality: 0, cost: 0, speed: 0 };
  for (const part of values.flatMap((value) => splitList(value))) {
    const [name = '', number = ''] = part.split('=', 2);
    const weight = Number(number);
    if (!Object.hasOwn(defaultWeights, name) || number === '' || !(weight >= 0 && weight < Infinity)) {
      throw new UsageError(`--weights takes quality=…, cost=… and speed=…, each from 0, not "${part}".`);
    }
    weights[name as keyof typeof weights] = weight;
  }
  if (Object.values(weights).every((weight) => weight === 0)) {
    throw new UsageError('--weights needs at least one weight above 0: quality=80,cost=10,speed=10');
  }
  return weights;
}
