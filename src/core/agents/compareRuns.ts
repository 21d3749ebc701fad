import type { Comparison } from '../../shared/model/comparison.ts';
import type { RunId } from '../../shared/model/ids.ts';
import type { RunRecord } from '../../shared/model/run.ts';
import { lastAnsweredRun } from '../lastWholeRun.ts';
import { bounded, fitting } from './bounds.ts';
import { comparedRun, extentOf } from './comparedRun.ts';
import { comparedText } from './comparedText.ts';
import { findRuns, findSuite, noRuns } from './find.ts';
import type { ToolInput } from './inputs.ts';
import { ranSuites } from './ranSuites.ts';
import { AgentError, type AgentAnswer, type AgentDesk, type AgentStore } from './spec.ts';

/** What stored runs say of their models. */
export async function compareRuns({ runs, suite }: ToolInput<'compare'>, desk: AgentDesk): Promise<AgentAnswer> {
  const store = await desk.store();
  if (!store) throw new AgentError(noRuns);
  if (runs !== undefined && suite !== undefined) throw new AgentError('compare takes runs or a suite, not both.');
  const wanted = suite === undefined ? await findRuns(runs ?? ['latest'], store) : [await lastRunOf(suite, store)];
  const comparisons = await Promise.all(withReference(wanted).map((one) => comparisonOf(one, store)));
  return answerOf(comparisons);
}

export function answerOf(comparisons: readonly Comparison[]): AgentAnswer {
  const extent = extentOf(comparisons.length);
  const all = comparisons.map((comparison) => comparedRun(comparison, extent));
  const runs = fitting(all);
  const text = comparisons.map((comparison) => comparedText(comparison, extent)).join('\n\n');
  return { text: bounded(text), data: { runs, left: all.length - runs.length } };
}

async function lastRunOf(suite: string, store: AgentStore): Promise<RunRecord> {
  const { runs } = findSuite(suite, await ranSuites(store));
  const run = (lastAnsweredRun(runs) ?? runs[0])?.run;
  if (!run) throw new AgentError(noRuns);
  return run;
}

/** A run and, of several of a suite, the one that it is held against: models of different times meet over the same cases only. */
interface Wanted {
  readonly run: RunRecord;
  readonly reference: RunId | null;
}

function withReference(runs: readonly RunRecord[]): readonly Wanted[] {
  const ofSuite = Map.groupBy(
    runs.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt)),
    ({ suitePath }) => suitePath,
  );
  return [...ofSuite.values()].flatMap(([oldest, ...later]) =>
    oldest ? [{ run: oldest, reference: null }, ...later.map((run) => ({ run, reference: oldest.id }))] : [],
  );
}

/** A run by itself is seen against its suite's baseline, as everywhere. */
async function comparisonOf({ run, reference }: Wanted, store: AgentStore): Promise<Comparison> {
  const comparison = await store.comparison(run.id, reference === null ? {} : { baseline: reference });
  if (!comparison) throw new AgentError(`Run ${run.id.slice(0, 8)} is not in the results any more: see list_results.`);
  return comparison;
}
