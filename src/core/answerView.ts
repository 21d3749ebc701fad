import type { AttemptRecord } from '../shared/model/attempt.ts';
import type { AttemptId, RunId, ScoringId } from '../shared/model/ids.ts';
import type { Suite } from '../shared/model/suite.ts';
import { detailUnder, underScoring } from './activeScoring.ts';
import type { AnswerView } from './benchStore.ts';
import { fullScoring, scoringOf, type ScoredStore } from './scoredRun.ts';
import type { Store } from './store/spec.ts';
import { renderTemplate } from './suite/template.ts';

/** One answer with what a scoring says of it; `null` where it is gone. */
export async function answerView(
  store: ScoredStore & Pick<Store, 'body'>,
  runId: RunId,
  attemptId: AttemptId,
  wanted: ScoringId | null | undefined,
): Promise<AnswerView | null> {
  const [found, scorings, attempts, body] = await Promise.all([
    store.run(runId),
    store.scorings(runId),
    store.attempts(runId),
    store.body(runId, attemptId),
  ]);
  const stored = attempts.find(({ id }) => id === attemptId);
  if (!found || !stored) return null;
  const scoring = scoringOf(scorings, wanted);
  const full = scoring && (await fullScoring(store, scoring));
  const [record = stored] = full ? underScoring([stored], full).attempts : [];
  const detail = full ? detailUnder(found.detail, full) : found.detail;
  const { suite, candidates } = detail;
  const testCase = suite.cases.find(({ id }) => id === record.caseId);
  return {
    record,
    answer: body?.answer ?? '',
    candidate: candidates.find(({ id }) => id === record.candidateId)?.label ?? record.candidateId,
    caseName: testCase?.name ?? record.caseId,
    runName: found.run.name,
    question: questionOf(record, suite),
    repeats: suite.repeats,
    scoring,
    expect: testCase?.expect ?? [],
  };
}

/** As it was sent, system prompt first. */
function questionOf({ promptId, caseId }: AttemptRecord, { prompts, cases }: Suite): string | null {
  const prompt = prompts.find(({ id }) => id === promptId);
  const vars = cases.find(({ id }) => id === caseId)?.vars;
  if (!prompt || !vars) return null;
  const system = prompt.system === undefined ? [] : [renderTemplate(prompt.system, vars)];
  return [...system, renderTemplate(prompt.template, vars)].join('\n\n');
}
