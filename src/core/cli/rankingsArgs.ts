import { rankingCategories, rankingSources, type RankingCategory, type RankingSource } from '../../shared/model/rankings.ts';
import { nearestName } from '../suite/suggest.ts';
import { UsageError } from './exitCode.ts';
import { readAllowKeys, readListFormat, readModels } from './optionValues.ts';

export interface RankingsArgs {
  readonly command: 'rankings';
  readonly categories: readonly RankingCategory[];
  /** The only one that is asked; `null`: the chain. */
  readonly source: RankingSource | null;
  /** Ask again, however young what is kept. */
  readonly refresh: boolean;
  /** USD per million tokens. */
  readonly maxPrice: number | null;
  readonly maxLatencyMs: number | null;
  /** `provider/model`: to be found in the rankings, and to be asked by the minimal test. Empty: all, and one of each provider with a key. */
  readonly models: readonly string[];
  /** What the minimal test may cost; `null`: it is not allowed. */
  readonly testUsd: number | null;
  /** Rows of each category. */
  readonly top: number;
  readonly format: 'table' | 'json';
  readonly store: string | null;
  readonly allowKeys: Readonly<Record<string, string>>;
}

export interface RankingsHealthArgs {
  readonly command: 'rankings-health';
  readonly format: 'table' | 'json';
  readonly store: string | null;
}

interface RankingsOptions {
  readonly category?: readonly string[] | undefined;
  readonly source?: string | undefined;
  readonly refresh?: boolean | undefined;
  readonly 'max-price'?: string | undefined;
  readonly 'max-latency'?: string | undefined;
  readonly models?: readonly string[] | undefined;
  readonly 'allow-test'?: boolean | undefined;
  readonly 'max-usd'?: string | undefined;
  readonly top?: string | undefined;
  readonly format?: string | undefined;
  readonly 'allow-key'?: readonly string[] | undefined;
}

const usualTop = 10;
const usualTestUsd = 0.05;

export function readRankingsArgs(
  words: readonly string[],
  options: RankingsOptions,
  store: string | null,
): RankingsArgs | RankingsHealthArgs {
  const [what, ...rest] = words;
  const format = readListFormat('rankings', options.format);
  if (what === 'health' && rest.length === 0) return { command: 'rankings-health', format, store };
  if (what !== undefined) {
    throw new UsageError(`rankings takes "health" or nothing, not "${words.join(' ')}". For a category: --category ${what}`);
  }
  if (options['max-usd'] !== undefined && options['allow-test'] !== true) {
    throw new UsageError('--max-usd is the cap of the minimal test: it needs --allow-test.');
  }
  return {
    command: 'rankings',
    categories: categoriesOf(options.category ?? []),
    source: options.source === undefined ? null : oneOf('source', options.source, rankingSources),
    refresh: options.refresh ?? false,
    maxPrice: above0('max-price', 'US dollars per million tokens', options['max-price']),
    maxLatencyMs: above0('max-latency', 'milliseconds', options['max-latency']),
    models: modelsOf(options.models ?? []),
    testUsd: options['allow-test'] === true ? (above0('max-usd', 'US dollars', options['max-usd']) ?? usualTestUsd) : null,
    top: topOf(options.top),
    format,
    store,
    allowKeys: readAllowKeys(options['allow-key'] ?? []),
  };
}

function categoriesOf(values: readonly string[]): readonly RankingCategory[] {
  const named = values.flatMap((value) => value.split(',')).map((value) => oneOf('category', value.trim(), rankingCategories));
  return named.length === 0 ? rankingCategories : rankingCategories.filter((category) => named.includes(category));
}

function modelsOf(values: readonly string[]): readonly string[] {
  const models = readModels(values);
  const odd = models.find((model) => !/^[^/]+\/./.test(model));
  if (odd !== undefined) throw new UsageError(`rankings takes --models as provider/model, not "${odd}".`);
  return models;
}

function above0(option: string, what: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  const number = Number(value);
  if (value.trim() === '' || !(number > 0 && number < Infinity)) {
    throw new UsageError(`--${option} takes ${what} above 0, not "${value}".`);
  }
  return number;
}

function topOf(value: string | undefined): number {
  if (value === undefined) return usualTop;
  const top = Number(value);
  if (!Number.isInteger(top) || top < 1) throw new UsageError(`--top takes a whole number from 1, not "${value}".`);
  return top;
}

function oneOf<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((name) => name === value);
  if (found !== undefined) return found;
  const near = nearestName(value, known);
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  throw new UsageError(`rankings takes --${option} ${known.join(', ')}, not "${value}".${hint}`);
}
