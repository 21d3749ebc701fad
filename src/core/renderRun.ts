import type { AttemptBody, AttemptRecord } from '../shared/model/attempt.ts';
import type { RunId } from '../shared/model/ids.ts';
import type { Thresholds } from '../shared/model/suite.ts';
import type { Weights } from '../shared/weights.ts';
import type { BenchStore, ComparisonChoice } from './benchStore.ts';
import { caseTexts } from './caseTexts.ts';
import { baselineOf } from './report/baseline/baselineOf.ts';
import { renderCsv } from './report/csv.ts';
import { renderHtml } from './report/html.ts';
import type { ReportInput } from './report/input.ts';
import { renderJson } from './report/json.ts';
import { renderJunit } from './report/junit.ts';
import { renderMarkdown } from './report/markdown.ts';
import { StoreError } from './store/errors.ts';

export const reportFormats = ['html', 'md', 'json', 'csv', 'junit'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** What a report is to show a run by, beside what the run itself says. */
export interface ReportChoice extends ComparisonChoice {
  /** Laid over the suite's. */
  readonly thresholds?: Thresholds;
  /** In place of the usual ones. */
  readonly weights?: Weights;
}

/** A stored run as a report file's text, by the scoring and against the baseline of `choice`. Rejects where there is no such run. */
export async function renderRun(
  format: ReportFormat,
  runId: RunId,
  store: BenchStore,
  choice: ReportChoice = {},
): Promise<string> {
  const [scored, comparison] = await Promise.all([store.scoredRun(runId, choice), store.comparison(runId, choice)]);
  if (!scored || !comparison) throw new StoreError('other', `Run ${runId.slice(0, 8)} is not in the store any more.`);
  const { run, attempts, detail, grades } = scored;
  const { suite } = detail;
  const thresholds = { ...suite.thresholds, ...choice.thresholds };
  if (format === 'md') return renderMarkdown(comparison, thresholds);
  const input: ReportInput = {
    comparison,
    attempts,
    bodies: await bodiesOf(attempts, store),
    grades,
    ratings: await store.ratings(runId),
    thresholds,
    ...(choice.weights ? { weights: choice.weights } : {}),
    expecting: new Set(suite.cases.flatMap(({ id, expect }) => (expect.length > 0 ? [id] : []))),
  };
  switch (format) {
    case 'html':
      return renderHtml({
        ...input,
        cases: caseTexts(
          suite,
          comparison.matrix.map(({ caseId }) => caseId),
        ),
      });
    case 'json':
      return renderJson({ ...input, baseline: baselineOf(run, detail, attempts) });
    case 'csv':
      return renderCsv(input);
    case 'junit':
      return renderJunit(input);
  }
}

async function bodiesOf(attempts: readonly AttemptRecord[], store: BenchStore): Promise<Map<string, AttemptBody>> {
  const bodies = new Map<string, AttemptBody>();
  for (const { id, runId } of attempts) {
    const body = await store.body(runId, id);
    if (body) bodies.set(id, body);
  }
  return bodies;
}
