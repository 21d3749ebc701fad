import type { RunDetail, RunRecord } from '../shared/model/run.ts';
import type { ScoringRecord } from '../shared/model/scoring.ts';
import { ResumeError } from './prepareResume.ts';
import type { PreparedRun } from './prepareRun.ts';
import type { RunCounts } from './runCounts.ts';
import type { EndedRun } from './storedRun.ts';

export interface RunToExtend extends EndedRun {
  readonly counts: Pick<RunCounts, 'done' | 'unreached'>;
  readonly scorings: readonly ScoringRecord[];
}

/** An ended run as it goes on with all that `prepared` asks for. Throws a `ResumeError` where it cannot. */
export function extendRun(stored: RunToExtend, prepared: PreparedRun): EndedRun {
  const { run, detail } = stored;
  const refusal = refusalOf(stored, prepared);
  if (refusal !== null) throw new ResumeError(`“${run.name}” ${refusal}`);
  const { suite, candidates, prices, plannedSamples } = prepared;
  return {
    run: {
      ...goingOn(run),
      plannedSamples,
      // To make up for what was planned from the start is no further look.
      extensions: run.extensions + (plannedSamples > run.plannedSamples ? 1 : 0),
    },
    detail: { suite, candidates, prices: pinnedPrices(detail, prices) },
  };
}

/** The same run, under way again. */
export function goingOn(run: RunRecord): RunRecord {
  return { ...run, status: 'running', statusMessage: null, finishedAt: null };
}

/** One price for a model in one run: costs of earlier and later answers are compared. */
export function pinnedPrices(detail: RunDetail, now: RunDetail['prices']): RunDetail['prices'] {
  return { ...now, ...detail.prices };
}

function refusalOf({ run, detail, counts, scorings }: RunToExtend, prepared: PreparedRun): string | null {
  const { suite, candidates, plannedSamples } = prepared;
  if (suite.hash !== run.suiteHash) return `was made by another version of ${run.suitePath}: run the suite anew.`;
  if (idsOf(candidates) !== idsOf(detail.candidates))
    return 'has other models or prompts: run the suite anew, or with the same ones.';
  const cases = new Set(suite.cases.map(({ id }) => id));
  if (detail.suite.cases.some(({ id }) => !cases.has(id)) || suite.repeats < detail.suite.repeats) {
    return 'has more cases or repeats than were asked for now: ask for at least as many.';
  }
  const graded = scorings.every(({ trigger, status }) => trigger !== 'run' || status === 'finished');
  const isWhole = counts.done - counts.unreached >= plannedSamples && graded;
  return isWhole ? 'has all its samples: ask for more cases or repeats.' : null;
}

function idsOf(candidates: readonly { readonly id: string }[]): string {
  return JSON.stringify(candidates.map(({ id }) => id));
}
