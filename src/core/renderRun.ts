import type { AttemptBody } from '../shared/model/attempt.ts';
import type { Comparison } from '../shared/model/comparison.ts';
import type { RunId } from '../shared/model/ids.ts';
import type { Thresholds } from '../shared/model/suite.ts';
import type { Weights } from '../shared/weights.ts';
import type { ComparisonChoice, ScoredRun } from './benchStore.ts';
import { caseTexts } from './caseTexts.ts';
import type { Comparisons } from './comparisons.ts';
import { baselineOf } from './report/baseline/baselineOf.ts';
import { csvPieces } from './report/csv.ts';
import { shownAttempts } from './report/html/answers.ts';
import { renderHtml } from './report/html.ts';
import type { AnsweredAttempt, ReportInput } from './report/input.ts';
import { InterChunkPool } from './report/interChunk.ts';
import { jsonPieces } from './report/json.ts';
import { renderJunit, showsAnswer } from './report/junit.ts';
import { renderMarkdown } from './report/markdown.ts';
import { scoredRun, type ScoredStore } from './scoredRun.ts';
import { StoreError } from './store/errors.ts';
import type { Store } from './store/spec.ts';

export const reportFormats = ['html', 'md', 'json', 'csv', 'junit'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** What a report is to show a run by, beside what the run itself says. */
export interface ReportChoice extends ComparisonChoice {
  /** Laid over the suite's. */
  readonly thresholds?: Thresholds;
  /** In place of the usual ones. */
  readonly weights?: Weights;
}

export type RenderStore = ScoredStore & Pick<Store, 'body' | 'bodies' | 'ratings'>;

/** Answers that are read and written together: what is held of the largest run. */
const groupSize = 200;

/**
 * A stored run as the text of a report, piece by piece, by the scoring and against the baseline of `choice`. Rejects where there is
 * no such run.
 */
export async function* reportPieces(
  format: ReportFormat,
  runId: RunId,
  parts: { readonly store: RenderStore; readonly comparisons: Comparisons },
  choice: ReportChoice = {},
): AsyncGenerator<string> {
  const { store, comparisons } = parts;
  const seen = await comparisons.seen(runId, choice);
  const scored = await scoredRun(store, runId, choice);
  if (!scored || !seen) throw new StoreError('other', `Run ${runId.slice(0, 8)} is not in the store any more.`);
  const { comparison } = seen;
  const { run, detail, attempts } = scored;
  switch (format) {
    case 'md':
      yield renderMarkdown(comparison, { ...detail.suite.thresholds, ...choice.thresholds });
      break;
    case 'csv':
      yield* csvPieces(comparison, answeredAttempts(scored, store));
      break;
    case 'json':
      yield* jsonPieces(comparison, baselineOf(run, detail, attempts), answeredAttempts(scored, store));
      break;
    case 'html':
      yield await htmlOf(scored, comparison, store, choice);
      break;
    case 'junit':
      yield await junitOf(scored, comparison, store, choice);
      break;
  }
}

/** The attempts with their answers, which are read in the order in which they stand in the logs. */
async function* answeredAttempts(
  { attempts, grades }: ScoredRun,
  store: RenderStore,
): AsyncGenerator<readonly AnsweredAttempt[]> {
  const gradeOf = new Map(grades.map((grade) => [grade.attemptId, grade]));
  const ratings = attempts[0] ? await store.ratings(attempts[0].runId) : [];
  const ratingOf = new Map(ratings.map((rating) => [rating.attemptId, rating]));
  for (let start = 0; start < attempts.length; start += groupSize) {
    const group = attempts.slice(start, start + groupSize);
    const ids = group.map(({ id }) => id);
    const bodies = group[0] ? await store.bodies(group[0].runId, ids) : [];
    yield group.map((record, i) => ({
      record,
      body: bodies[i] ?? null,
      grade: gradeOf.get(record.id) ?? null,
      rating: ratingOf.get(record.id) ?? null,
    }));
  }
}

/** A page: what it shows is bounded, and only that much is held. */
async function htmlOf(scored: ScoredRun, comparison: Comparison, store: RenderStore, choice: ReportChoice): Promise<string> {
  const pool = new InterChunkPool();
  const shown = shownAttempts(comparison);
  const bodies = new Map<string, AttemptBody>();
  for await (const group of answeredAttempts(scored, store)) {
    for (const { record, body } of group) {
      pool.add(record, body);
      if (body && shown.has(record.id)) bodies.set(record.id, body);
    }
  }
  const ids = comparison.matrix.map(({ caseId }) => caseId);
  const input = await inputOf(scored, comparison, bodies, store, choice);
  return renderHtml({ ...input, interChunk: pool.figures(), cases: caseTexts(scored.detail.suite, ids) });
}

/** Answers stand in it only where they were not what is expected. */
async function junitOf(scored: ScoredRun, comparison: Comparison, store: RenderStore, choice: ReportChoice): Promise<string> {
  const bodies = new Map<string, AttemptBody>();
  const attempts = scored.attempts.filter(showsAnswer);
  for await (const group of answeredAttempts({ ...scored, attempts }, store)) {
    for (const { record, body } of group) if (body) bodies.set(record.id, { ...body, chunks: [] });
  }
  return renderJunit(await inputOf(scored, comparison, bodies, store, choice));
}

async function inputOf(
  { attempts, detail: { suite } }: ScoredRun,
  comparison: Comparison,
  bodies: ReportInput['bodies'],
  store: RenderStore,
  { thresholds, weights }: ReportChoice,
): Promise<ReportInput> {
  return {
    comparison,
    attempts,
    bodies,
    ratings: await store.ratings(comparison.runId),
    thresholds: { ...suite.thresholds, ...thresholds },
    ...(weights && { weights }),
    expecting: new Set(suite.cases.flatMap(({ id, expect }) => (expect.length > 0 ? [id] : []))),
  };
}
