import type { RunId } from '../../../shared/model/ids.ts';
import type { ModelInRun, ModelOverRuns, RunChange } from '../../../shared/model/runsComparison.ts';
import { holm } from '../../stats/holm.ts';
import { pairedDifference, type PairedDifference } from '../../stats/paired.ts';
import { ratioOfMeans } from '../../stats/ratio.ts';
import { verdict } from '../../stats/verdict.ts';
import type { BaselineCase } from '../baseline/data.ts';
import type { CandidateData, RunData } from './data.ts';
import { answersIn, byCase, costOf, figuresOf, isCostKnown, latencyOf, qualityOf } from './figures.ts';
import { sharedCases } from './shared.ts';

/** Below this, how the calls happened to fall together makes as much of a difference. */
const leastFactorApart = 2;

/** A candidate in one run, with the cases that it and the reference are compared on. */
interface Entry {
  readonly runId: RunId;
  readonly own: CandidateData;
  readonly shared: readonly BaselineCase[] | null;
  /** The same cases in the reference; `null` for the reference itself, and where nothing is shared. */
  readonly against: readonly BaselineCase[] | null;
  readonly paired: PairedDifference | null;
  readonly timedApart: RunChange['timedApart'];
}

interface Row {
  readonly label: string;
  readonly shared: number;
  readonly entries: readonly Entry[];
}

/** Each model in each run, and against the reference. Holm's correction runs over all of them, since all are shown at once. */
export function modelsOverRuns(runs: readonly RunData[], reference: RunData): ModelOverRuns[] {
  const keys = keysOf([reference, ...runs]);
  const rows = [...keys].map(([key, label]) => rowOf(key, label, runs, reference));
  const corrected = holm(rows.flatMap(({ entries }) => entries.map(({ paired }) => paired?.pValue ?? null)));
  let place = 0;
  return rows.map(({ label, shared, entries }) => ({
    label,
    shared,
    runs: entries.map((entry) => modelInRun(entry, corrected[place++] ?? null)),
  }));
}

/** Keys of all candidates with what they are shown as, those of the first run first. Their prompts are named where a model has several. */
function keysOf(runs: readonly RunData[]): ReadonlyMap<string, string> {
  const all = new Map(runs.flatMap(({ candidates }) => candidates.map((one) => [keyOf(one), one] as const)));
  const prompts = Map.groupBy(all.values(), ({ model }) => model);
  return new Map(
    [...all].map(([key, { model, promptId }]) => [key, (prompts.get(model)?.length ?? 0) > 1 ? `${model} · ${promptId}` : model]),
  );
}

function keyOf({ model, promptId }: CandidateData): string {
  return JSON.stringify([model, promptId]);
}

function rowOf(key: string, label: string, runs: readonly RunData[], reference: RunData): Row {
  const inRun = (run: RunData) => run.candidates.find((one) => keyOf(one) === key) ?? null;
  const ofReference = inRun(reference);
  const others = runs.filter((run) => run !== reference);
  const { columns, count } = sharedCases(
    ofReference?.cases ?? [],
    others.map((run) => inRun(run)?.cases ?? null),
  );
  const then = columns[0] ?? null;
  const entries = runs.flatMap((run): Entry[] => {
    const own = inRun(run);
    if (!own) return [];
    const head = { runId: run.run.id, own, timedApart: ofReference && timedApart(ofReference, own) };
    if (run === reference) return [{ ...head, shared: then, against: null, paired: null }];
    const shared = columns[others.indexOf(run) + 1] ?? null;
    const against = shared && then;
    const paired = against && pairedDifference(byCase(shared, qualityOf), byCase(against, qualityOf));
    return [{ ...head, shared, against, paired }];
  });
  return { label, shared: count, entries };
}

function timedApart({ concurrency: then }: CandidateData, { concurrency: now }: CandidateData): RunChange['timedApart'] {
  const [least, most] = [Math.min(then, now), Math.max(then, now)];
  return least > 0 && most >= least * leastFactorApart ? [then, now] : null;
}

function modelInRun({ runId, own, shared, against, paired, timedApart }: Entry, pValue: number | null): ModelInRun {
  const cases = shared ?? own.cases;
  return {
    runId,
    basis: shared ? 'shared' : 'own',
    cases: cases.length,
    answers: answersIn(cases),
    failed: own.failed,
    ...figuresOf(cases),
    change: shared &&
      against && {
        quality: paired && { difference: paired.difference, verdict: verdict(paired.difference, pValue), pValue },
        costRatio:
          isCostKnown(shared) && isCostKnown(against) ? ratioOfMeans(byCase(shared, costOf), byCase(against, costOf)) : null,
        latencyRatio: ratioOfMeans(byCase(shared, latencyOf), byCase(against, latencyOf)),
        timedApart,
      },
  };
}
