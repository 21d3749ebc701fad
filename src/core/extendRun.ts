import type { AttemptRecord } from '../shared/model/attempt.ts';
import type { SampleId } from '../shared/model/ids.ts';
import type { RunDetail, RunRecord } from '../shared/model/run.ts';
import type { PreparedRun } from './prepareRun.ts';
import type { StoredRun } from './storedRun.ts';

export interface Extension {
  readonly run: RunRecord;
  readonly detail: RunDetail;
  /** Samples that the run has. */
  readonly done: readonly SampleId[];
}

/** An ended run as it goes on with all that `prepared` asks for. Throws, in words for the user, where it cannot. */
export function extendRun(stored: StoredRun, prepared: PreparedRun): Extension {
  const { run, detail } = stored;
  const done = samplesOf(stored.attempts);
  const refusal = refusalOf(stored, prepared, done.length);
  if (refusal !== null) throw new Error(`“${run.name}” ${refusal}`);
  const { suite, candidates, prices, plannedSamples } = prepared;
  return {
    run: {
      ...run,
      status: 'running',
      statusMessage: null,
      finishedAt: null,
      plannedSamples,
      // To make up for what was planned from the start is no further look.
      extensions: run.extensions + (plannedSamples > run.plannedSamples ? 1 : 0),
    },
    // One price for a model in one run: costs of earlier and later answers are compared.
    detail: { suite, candidates, prices: { ...prices, ...detail.prices } },
    done,
  };
}

/** A cancelled sample may be made up for; a failed one is a result. */
function samplesOf(attempts: readonly AttemptRecord[]): SampleId[] {
  const ended = attempts.filter(({ final, warmup, status }) => final && !warmup && status !== 'cancelled');
  return [...new Set(ended.map(({ sampleId }) => sampleId))];
}

function refusalOf({ run, detail, scorings }: StoredRun, prepared: PreparedRun, done: number): string | null {
  const { suite, candidates, plannedSamples } = prepared;
  if (suite.hash !== run.suiteHash) return `was made by another version of ${run.suitePath}: run the suite anew.`;
  if (idsOf(candidates) !== idsOf(detail.candidates))
    return 'has other models or prompts: run the suite anew, or with the same ones.';
  const cases = new Set(suite.cases.map(({ id }) => id));
  if (detail.suite.cases.some(({ id }) => !cases.has(id)) || suite.repeats < detail.suite.repeats) {
    return 'has more cases or repeats than were asked for now: ask for at least as many.';
  }
  const graded = scorings.every(({ trigger, status }) => trigger !== 'run' || status === 'finished');
  return done >= plannedSamples && graded ? 'has all its samples: ask for more cases or repeats.' : null;
}

function idsOf(candidates: readonly { readonly id: string }[]): string {
  return JSON.stringify(candidates.map(({ id }) => id));
}
