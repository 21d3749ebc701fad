import type { Thresholds } from '../../shared/model/suite.ts';
import type { SeenBy } from './args.ts';
import { UsageError } from './exitCode.ts';
import type { Format } from './optionValues.ts';

/** To go on with a stored run: with what it lacks, or with its failed calls. */
export interface ResumeArgs {
  readonly command: 'resume' | 'retry';
  /** `null`: the latest that has something left to do. */
  readonly run: string | null;
  /** In place of the suite's, what was spent before included. */
  readonly budgetUsd: number | null;
  readonly format: Format;
  readonly out: string | null;
  readonly store: string | null;
  readonly failUnder: Thresholds;
  readonly seenBy: SeenBy;
  readonly allowKeys: Readonly<Record<string, string>>;
}

export function readBudget(value: string | undefined): number | null {
  if (value === undefined) return null;
  const usd = Number(value);
  if (value.trim() === '' || !(usd > 0 && usd < Infinity))
    throw new UsageError(`--budget takes US dollars above 0, not "${value}".`);
  return usd;
}
