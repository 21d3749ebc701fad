import { severalFormats, type SeveralFormat } from '../report/several/text.ts';
import { UsageError } from './exitCode.ts';

export interface CompareArgs {
  readonly command: 'compare';
  /** Ids, unique beginnings of them, or `latest`; the first one is the reference. */
  readonly runs: readonly string[];
  readonly format: 'table' | SeveralFormat;
  readonly store: string | null;
}

export function readCompareArgs(
  runs: readonly string[],
  options: { readonly format?: string | undefined },
  store: string | null,
): CompareArgs {
  if (runs.length < 2) throw new UsageError('compare takes two or more runs: llm-bench compare 1f2e3d4c latest');
  const wanted = options.format ?? 'table';
  const format = (['table', ...severalFormats] as const).find((known) => known === wanted);
  if (format === undefined) throw new UsageError(`compare takes --format table, ${severalFormats.join(', ')}, not "${wanted}".`);
  return { command: 'compare', runs, format, store };
}
