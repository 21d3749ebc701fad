import type { RunId } from '../shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../shared/model/run.ts';
import type { ScoringRecord } from '../shared/model/scoring.ts';
import { goingOn, pinnedPrices } from './extendRun.ts';
import type { PreparedResume } from './prepareResume.ts';
import type { EngineSpec } from './runner/engine.ts';
import { scoringOfRun } from './runScoring.ts';

/** To go on with a stored run by what is stored of it. */
export interface ResumeSpec extends Pick<EngineSpec, 'endpoints'> {
  readonly runId: RunId;
  readonly what: PreparedResume['what'];
  readonly budgetUsd: number | null;
  readonly prices: RunDetail['prices'];
  readonly worstPrices: RunDetail['prices'];
}

export interface StoredToResume {
  readonly run: RunRecord;
  readonly detail: RunDetail;
  readonly scorings: readonly ScoringRecord[];
}

/** The same run under way again: id, name, start and suite are what they were. To make up for what was planned is no further look. */
export function resumedRun({ run: ended, detail: stored, scorings }: StoredToResume, spec: ResumeSpec): EngineSpec {
  const { what, endpoints, worstPrices, budgetUsd } = spec;
  const run = goingOn(ended);
  const detail = { ...stored, suite: { ...stored.suite, budgetUsd }, prices: pinnedPrices(stored, spec.prices) };
  const own = scorings.find(({ trigger }) => trigger === 'run') ?? null;
  return { run, detail, endpoints, worstPrices, scoring: scoringOfRun(run, detail, own), goesOnWith: what };
}
