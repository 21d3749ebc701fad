import { historyMetrics, type HistoryMetric, type HistoryStep } from '../../shared/model/history.ts';
import { nearestName } from '../suite/suggest.ts';
import { UsageError } from './exitCode.ts';

const historyFormats = ['table', 'json', 'md', 'csv'] as const;
const historySteps: readonly HistoryStep[] = ['run', 'day'];

export interface HistoryArgs {
  readonly command: 'history';
  /** Path or name; `null`: the only one there is. */
  readonly suite: string | null;
  /** `null`: quality, and what changed in the others. */
  readonly metric: HistoryMetric | null;
  readonly by: HistoryStep;
  readonly format: (typeof historyFormats)[number];
  readonly store: string | null;
}

interface HistoryOptions {
  readonly metric?: string | undefined;
  readonly by?: string | undefined;
  readonly format?: string | undefined;
}

export function readHistoryArgs(suites: readonly string[], options: HistoryOptions, store: string | null): HistoryArgs {
  const [suite = null] = suites;
  if (suites.length > 1) throw new UsageError(`history takes one suite, not "${suites.join(' ')}".`);
  return {
    command: 'history',
    suite,
    metric: options.metric === undefined ? null : oneOf('metric', options.metric, historyMetrics),
    by: oneOf('by', options.by ?? 'run', historySteps),
    format: oneOf('format', options.format ?? 'table', historyFormats),
    store,
  };
}

function oneOf<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((name) => name === value);
  if (found !== undefined) return found;
  const near = nearestName(value, known);
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  throw new UsageError(`history takes --${option} ${known.join(', ')}, not "${value}".${hint}`);
}
