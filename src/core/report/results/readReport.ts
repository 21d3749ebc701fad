import type { ZodError } from 'zod';
import type { CaseAnswer, CaseAnswers, CaseQuery, CutText } from '../../../shared/model/caseAnswers.ts';
import type { CandidateSummary, Comparison } from '../../../shared/model/comparison.ts';
import type { CallError } from '../../../shared/model/errors.ts';
import type { AttemptId } from '../../../shared/model/ids.ts';
import type { MatrixQuery, PanelView } from '../../../shared/model/panelView.ts';
import { noOpinion } from '../../../shared/opinion.ts';
import { matrixPage } from '../matrixPage.ts';
import { reportSchema, type ReportAttempt } from './schema.ts';

/** Characters of one answer in the panel; the editor opens all of it. */
const mostOfAnswer = 20_000;

/** A file that is no report; the message says what is wrong, and where. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
}

/** Whose answer it is, and what it says in full. */
export interface AnswerText {
  readonly title: string;
  readonly text: string;
}

/** A JSON report as a panel shows it. */
export class ReadReport {
  readonly comparison: Comparison;
  readonly #attempts: ReadonlyMap<string, ReportAttempt>;
  /** Final answers by case and repeat. */
  readonly #byCase: ReadonlyMap<string, readonly ReportAttempt[]>;

  constructor(comparison: Comparison, attempts: readonly ReportAttempt[]) {
    this.comparison = comparison;
    this.#attempts = new Map(attempts.map((attempt) => [attempt.id, attempt]));
    const final = attempts.filter(({ final, warmup }) => final && !warmup);
    this.#byCase = Map.groupBy(final, ({ case: caseId, repeat }) => keyOf({ caseId, repeat }));
  }

  /** Questions are not part of a report: a search looks at the names of the cases. */
  view(query: MatrixQuery): PanelView {
    const page = matrixPage(this.comparison.matrix, query, () => new Map());
    const { matrixTotal } = this.comparison;
    return { comparison: { ...this.comparison, matrix: [] }, matrix: { ...page, total: matrixTotal, questions: {} } };
  }

  caseAnswers(query: CaseQuery): CaseAnswers | null {
    const row = this.comparison.matrix.find(({ caseId }) => caseId === query.caseId);
    if (!row) return null;
    const found = this.#byCase.get(keyOf(query)) ?? [];
    const cells = new Map(row.cells.map(({ candidateId, attemptId }) => [candidateId, attemptId]));
    const answers = this.comparison.candidates.flatMap((candidate) => {
      const of = found.filter((attempt) => isOf(candidate, attempt));
      // Two candidates may be one model with other parameters: only what the matrix points at is known to be whose.
      const own = this.#isAlone(candidate) ? of[0] : of.find(({ id }) => id === cells.get(candidate.id));
      return own ? [answerOf(candidate, own)] : [];
    });
    return {
      query,
      name: row.name,
      category: row.category,
      questions: [],
      expected: [...new Set(found.flatMap(({ scores }) => scores.map(({ name }) => name)))].join('\n'),
      repeats: this.#repeatsOf(query.caseId),
      answers,
    };
  }

  /** `null` where there is none. */
  answer(attemptId: string): AnswerText | null {
    const found = this.#attempts.get(attemptId);
    if (!found) return null;
    const { provider, model, case: caseId, answer, errorMessage } = found;
    return { title: `${provider}/${model}, ${caseId}`, text: answer ?? errorMessage ?? '' };
  }

  #isAlone(candidate: CandidateSummary): boolean {
    const same = this.comparison.candidates.filter((other) => modelOf(other) === modelOf(candidate));
    return same.length === 1;
  }

  #repeatsOf(caseId: string): number {
    let repeats = 1;
    while (this.#byCase.has(keyOf({ caseId, repeat: repeats + 1 }))) repeats++;
    return repeats;
  }
}

function keyOf({ caseId, repeat }: CaseQuery): string {
  return JSON.stringify([caseId, repeat]);
}

function modelOf({ provider, model, promptId }: Pick<CandidateSummary, 'provider' | 'model' | 'promptId'>): string {
  return JSON.stringify([provider, model, promptId]);
}

function isOf(candidate: CandidateSummary, { provider, model, prompt }: ReportAttempt): boolean {
  return modelOf(candidate) === modelOf({ provider, model, promptId: prompt });
}

function answerOf({ id }: CandidateSummary, attempt: ReportAttempt): CaseAnswer {
  const { status, answer, quality, passed, scores, e2eMs, costUsd, costEstimated, outputTokens, rating } = attempt;
  return {
    candidateId: id,
    attemptId: attempt.id as AttemptId,
    status,
    answer: cut(answer ?? ''),
    quality,
    passed,
    scores,
    latencyMs: e2eMs,
    cost: { usd: costUsd, estimated: costEstimated, source: null },
    outputTokens,
    error: errorOf(attempt),
    opinion: rating ?? noOpinion,
  };
}

/** What a report keeps of it: no more than is shown. */
function errorOf({ errorKind, errorMessage, errorAdvice }: ReportAttempt): CallError | null {
  if (errorKind === null) return null;
  return {
    kind: errorKind,
    stage: 'parse',
    message: errorMessage ?? '',
    advice: errorAdvice ?? '',
    retryable: false,
    retryAfterMs: null,
    httpStatus: null,
    providerCode: null,
    requestId: null,
  };
}

function cut(text: string): CutText {
  return { text: text.slice(0, mostOfAnswer), length: text.length };
}

/** The report in a file; throws a `ReportError` that says what it lacks. */
export function readReport(text: string): ReadReport {
  const json = parsed(text);
  if (!isVersionOne(json)) {
    throw new ReportError('This is no JSON report of LLM Bench, or one of a version that is not known here.');
  }
  const found = reportSchema.safeParse(json);
  if (!found.success) {
    throw new ReportError(`The report is damaged or of another version: ${faultOf(json, found.error)}. Export it again.`);
  }
  // Ids are texts, and absent fields are absent: what the schema has checked is what the type says.
  const comparison = found.data.summary as unknown as Comparison;
  return new ReadReport(asOver(comparison), found.data.attempts);
}

/** A report that was written in the middle of a run does not go on. */
function asOver(comparison: Comparison): Comparison {
  if (comparison.status !== 'running') return comparison;
  const run = {
    ...comparison.run,
    status: 'interrupted' as const,
    statusMessage: 'The report was written while the run went on.',
  };
  return { ...comparison, run, status: run.status };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new ReportError(`This is no JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function isVersionOne(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'version' in json && json.version === 1 && 'summary' in json;
}

/** The first thing that is wrong: `summary.leaders is missing`. */
function faultOf(json: unknown, { issues: [issue] }: ZodError): string {
  const path = issue?.path ?? [];
  const value = path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined),
    json,
  );
  return value === undefined ? `${placeOf(path)} is missing` : `${placeOf(path)}: ${issue?.message ?? 'invalid'}`;
}

/** `summary.candidates[0].label`. */
function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return place === '' ? 'the file' : place.replace(/^\./, '');
}
