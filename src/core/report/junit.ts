import { baselineName } from '../../shared/comparisonText.ts';
import type { AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { BaselineChange, CandidateSummary, Comparison } from '../../shared/model/comparison.ts';
import type { Thresholds } from '../../shared/model/suite.ts';
import { caseChangeText, changeLine, significanceText } from './baselineText.ts';
import type { ReportInput } from './input.ts';
import { type JunitSuite, type JunitTest, junitFile } from './junitFile.ts';
import { candidateLabel } from './ranking.ts';
import { baselineVerdicts, checkThresholds } from './thresholds.ts';

const longestAnswer = 4000;
const cancelled = { kind: 'skipped', message: 'The run was cancelled.' } as const;
const notGraded = { kind: 'skipped', message: 'The answer is not graded.' } as const;

/**
 * JUnit XML as CI systems read it: a suite for each candidate, a test for each sample (its final attempt). A wrong answer is
 * a failure; a failed call, or an answer that a scorer could not judge, is an error; a cancelled call is skipped. The limits of
 * the suite, and what is shown to be worse than in the baseline, are tests of suites of their own.
 */
export function renderJunit(input: ReportInput): string {
  const { comparison, thresholds = {} } = input;
  const suites = [...candidateSuites(input), ...thresholdSuite(thresholds, comparison), ...baselineSuite(comparison)];
  return junitFile(comparison.run.name, comparison.run.startedAt, suites);
}

/** Whether the report shows what was answered: where it was not what is expected. */
export function showsAnswer({ final, warmup, status, passed, scores }: AttemptRecord): boolean {
  if (!final || warmup || status !== 'ok') return false;
  return passed === false || (passed === null && scores.some(({ value }) => value === null));
}

function candidateSuites({ comparison, attempts, bodies, expecting }: ReportInput): readonly JunitSuite[] {
  const names = new Map(comparison.matrix.map(({ caseId, name }) => [caseId, name]));
  const samples = attempts.filter(({ final, warmup }) => final && !warmup);
  const byCandidate = Map.groupBy(samples, ({ candidateId }) => candidateId);
  return comparison.candidates.map((candidate) => ({
    name: candidate.label,
    tests: (byCandidate.get(candidate.id) ?? []).map((record) =>
      sampleTest(
        record,
        candidate,
        names.get(record.caseId) ?? record.caseId,
        outcomeOf(record, bodies.get(record.id), expecting),
      ),
    ),
  }));
}

function sampleTest(record: AttemptRecord, candidate: CandidateSummary, name: string, outcome: JunitTest['outcome']): JunitTest {
  return {
    name: record.repeat === 1 ? name : `${name} #${record.repeat}`,
    className: candidate.label,
    seconds: sampleSeconds(record),
    outcome,
  };
}

/** JUnit has no unknown: a call that never ended took what passed until it was given up. */
function sampleSeconds({ timing }: AttemptRecord): number {
  return (timing.e2eMs ?? timing.totalMs) / 1000;
}

function outcomeOf(
  record: AttemptRecord,
  body: AttemptBody | undefined,
  expecting: ReportInput['expecting'],
): JunitTest['outcome'] {
  const { caseId, status, passed, scores, error, quality } = record;
  const answer = status === 'ok' ? `\n\nAnswer:\n${(body?.answer ?? '').slice(0, longestAnswer)}` : '';
  const lines = scores.map(scoreLine).join('\n');
  if (status === 'cancelled') return cancelled;
  if (error) return { kind: 'error', type: error.kind, message: error.message, detail: error.advice };
  const broken = scores.find(({ value }) => value === null);
  if (passed === null && broken) {
    const message = `${broken.name} could not judge the answer: ${broken.reason}`;
    return { kind: 'error', type: 'scorer-failure', message, detail: lines + answer };
  }
  if (passed === null) return expecting?.has(caseId) ? notGraded : null;
  if (passed) return null;
  const missed = scores.filter((score) => score.passed === false);
  const message = missed.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  const detail = `Quality ${quality ?? 'unknown'}\n${lines}${answer}`;
  return { kind: 'failure', type: 'expectation', message, detail };
}

function scoreLine({ name, value, passed, reason }: AttemptRecord['scores'][number]): string {
  const mark = passed === null ? 'could not be scored' : passed ? 'passed' : 'missed';
  return `${name}: ${mark}${value === null ? '' : ` (${value})`}, ${reason}`;
}

function thresholdSuite(thresholds: Thresholds, comparison: Comparison): readonly JunitSuite[] {
  const tests = checkThresholds(thresholds, comparison).map(({ name, candidate, passed, reason }): JunitTest => {
    const missed = { kind: 'failure', type: 'threshold', message: reason, detail: reason } as const;
    return {
      name: candidate === null ? name : `${name}: ${candidate}`,
      className: 'thresholds',
      seconds: 0,
      outcome: passed === null ? { kind: 'skipped', message: reason } : passed ? null : missed,
    };
  });
  return tests.length === 0 ? [] : [{ name: 'thresholds', tests }];
}

/** Only what is shown to be worse fails: a case that went wrong once may be chance. */
function baselineSuite(comparison: Comparison): readonly JunitSuite[] {
  const { baseline } = comparison;
  if (baseline === null) return [];
  const worse = new Map(baselineVerdicts(comparison).map(({ candidate, reason }) => [candidate, reason]));
  const compared = baseline.candidates.map((change) => baselineTest(change, candidateLabel(comparison, change.id), worse));
  const others = baseline.onlyNow.map((label) => baselineSkip(label, 'The baseline does not have it.'));
  const tests = [...compared, ...others];
  return tests.length === 0 ? [] : [{ name: `baseline: ${baselineName(baseline)}`, tests }];
}

function baselineTest(change: BaselineChange, label: string, worse: ReadonlyMap<string, string>): JunitTest {
  if (change.quality === null) return baselineSkip(label, 'The two runs share no graded answer.');
  const message = worse.get(label);
  const outcome =
    message === undefined ? null : ({ kind: 'failure', type: 'regression', message, detail: regressedCases(change) } as const);
  return { name: label, className: 'baseline', seconds: 0, outcome };
}

function baselineSkip(name: string, message: string): JunitTest {
  return { name, className: 'baseline', seconds: 0, outcome: { kind: 'skipped', message } };
}

function regressedCases(change: BaselineChange): string {
  const left = change.regressed - change.regressions.length;
  return [
    changeLine(change),
    ...change.regressions.map((one) => `${one.name}: ${caseChangeText(one)}, ${significanceText(one)}`),
    ...(left > 0 ? [`… and ${left} more`] : []),
  ].join('\n');
}
