import type { AttemptRecord } from '../shared/model/attempt.ts';
import type { RunId } from '../shared/model/ids.ts';
import type { RunDetail } from '../shared/model/run.ts';
import type { GradeRecord } from '../shared/model/scoring.ts';
import type { Suite } from '../shared/model/suite.ts';
import { gradingOf, mergedGrading, plannedCalls } from './plannedCalls.ts';
import type { ResumeWhat } from './prepareResume.ts';
import type { PlannedCalls, PlannedGrading } from './pricing/estimate.ts';
import { countsBy } from './runCounts.ts';
import type { RunHead } from './runHead.ts';
import { spentUsd } from './runner/account.ts';
import { planRun, queuesOf } from './runner/plan.ts';
import { countedAttempts, isWanted, sampleStates } from './runner/samples.ts';
import { deferredCases } from './runScoring.ts';
import type { Store } from './store/spec.ts';

/** What is left to be done of a run; no larger for a larger one. */
export interface Resumable extends RunHead {
  /** Pinned to the run. */
  readonly prices: RunDetail['prices'];
  /** Warm-ups left out. */
  readonly calls: number;
  /** Stored answers that have no grade in the run's own scoring. */
  readonly ungraded: number;
  /** Without prices, like the next. */
  readonly planned: readonly PlannedCalls[];
  /** Of the answers that these calls may have, and of those without a grade. */
  readonly grading: readonly PlannedGrading[];
  readonly spentUsd: number;
}

/** `null` where there is no such run. */
export async function resumable(
  store: Pick<Store, 'run' | 'attempts' | 'scorings' | 'grades'>,
  runId: RunId,
  what: ResumeWhat,
): Promise<Resumable | null> {
  const found = await store.run(runId);
  if (!found) return null;
  const attempts = await store.attempts(runId);
  const own = (await store.scorings(runId)).find(({ trigger }) => trigger === 'run');
  const grades = own ? await store.grades(runId, own.id) : [];
  const { run, detail } = found;
  const { cases: _, ...suite } = detail.suite;
  const states = sampleStates(attempts);
  const queues = queuesOf(planRun(detail.suite), (id) => isWanted(what, states.get(id))).flat();
  const samples = queues.filter(({ warmup }) => !warmup);
  const open = ungradedOf(attempts, grades, detail.suite);
  const byCandidate = countsBy(queues, ({ candidate }) => candidate.id);
  const byCase = countsBy([...samples.map((sample) => sample.case.id), ...open.map(({ caseId }) => caseId)], (id) => id);
  return {
    run,
    suite,
    candidates: detail.candidates,
    prices: detail.prices,
    calls: samples.length,
    ungraded: open.length,
    planned: plannedCalls(detail.suite, {}, byCandidate),
    grading: mergedGrading(gradingOf(byCase, detail.suite, {})),
    spentUsd: spentUsd(attempts, grades),
  };
}

function ungradedOf(attempts: readonly AttemptRecord[], grades: readonly GradeRecord[], suite: Suite): readonly AttemptRecord[] {
  const deferred = deferredCases(suite);
  const graded = new Set(grades.map(({ attemptId }) => attemptId));
  const answers = [...countedAttempts(attempts).values()].filter(({ status }) => status === 'ok');
  return answers.filter(({ id, caseId }) => Object.hasOwn(deferred, caseId) && !graded.has(id));
}
