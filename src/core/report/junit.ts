import type { AttemptBody, AttemptRecord } from '../../shared/model/attempt.ts';
import type { CandidateSummary } from '../../shared/model/comparison.ts';
import type { ReportInput } from './input.ts';
import { element, emptyElement, escapeMarkup } from './markup.ts';

const longestAnswer = 4000;

/**
 * JUnit XML as CI systems read it: a suite for each candidate, a test case for each sample (its final attempt).
 * A wrong answer is a failure; a failed call, or an answer that no scorer could judge, is an error; a cancelled call is skipped.
 */
export function renderJunit({ comparison, attempts, bodies }: ReportInput): string {
  const names = new Map(comparison.matrix.map(({ caseId, name }) => [caseId, name]));
  const samples = attempts.filter(({ final, warmup }) => final && !warmup);
  const byCandidate = Map.groupBy(samples, ({ candidateId }) => candidateId);
  const suites = comparison.candidates.map((candidate) => {
    const own = byCandidate.get(candidate.id) ?? [];
    const cases = own.map((record) =>
      testCase(record, candidate, names.get(record.caseId) ?? record.caseId, bodies.get(record.id)),
    );
    return element(
      'testsuite',
      { ...suiteCounts(own), name: candidate.label, timestamp: comparison.run.startedAt },
      '\n',
      ...cases,
    );
  });
  const root = element(
    'testsuites',
    { name: comparison.run.name, ...suiteCounts(samples) },
    '\n',
    ...suites.map((suite) => `${suite}\n`),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
}

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

function outcomeOf({ status, passed, scores }: AttemptRecord): Outcome {
  if (status === 'error') return 'error';
  if (status === 'cancelled') return 'skipped';
  if (passed === null) return scores.length === 0 ? 'passed' : 'error';
  return passed ? 'passed' : 'failure';
}

function suiteCounts(records: readonly AttemptRecord[]): Record<'tests' | 'failures' | 'errors' | 'skipped' | 'time', string> {
  const count = (outcome: Outcome): string => String(records.filter((record) => outcomeOf(record) === outcome).length);
  const seconds = records.reduce((sum, record) => sum + sampleSeconds(record), 0);
  return {
    tests: String(records.length),
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: seconds.toFixed(3),
  };
}

/** JUnit has no unknown: a call that never ended took what passed until it was given up. */
function sampleSeconds({ timing }: AttemptRecord): number {
  return (timing.e2eMs ?? timing.totalMs) / 1000;
}

function testCase(record: AttemptRecord, candidate: CandidateSummary, name: string, body: AttemptBody | undefined): string {
  const attributes = {
    name: record.repeat === 1 ? name : `${name} #${record.repeat}`,
    classname: candidate.label,
    time: sampleSeconds(record).toFixed(3),
  };
  const content = outcomeElement(record, body);
  return `${content === '' ? emptyElement('testcase', attributes) : element('testcase', attributes, content)}\n`;
}

function outcomeElement(record: AttemptRecord, body: AttemptBody | undefined): string {
  const outcome = outcomeOf(record);
  if (outcome === 'passed') return '';
  if (outcome === 'skipped') return emptyElement('skipped', { message: 'The run was cancelled.' });
  const answer = record.status === 'ok' ? `\n\nAnswer:\n${(body?.answer ?? '').slice(0, longestAnswer)}` : '';
  const [type, message, detail] = outcome === 'error' ? errorTexts(record) : failureTexts(record);
  return element(outcome, { type, message }, escapeMarkup(detail + answer));
}

function errorTexts({ error, scores }: AttemptRecord): readonly [type: string, message: string, detail: string] {
  if (error) return [error.kind, error.message, error.advice];
  const [first] = scores;
  return ['scorer-failure', `No scorer could judge the answer: ${first?.reason ?? ''}`, scores.map(scoreLine).join('\n')];
}

function failureTexts({ scores, quality }: AttemptRecord): readonly [type: string, message: string, detail: string] {
  const missed = scores.filter(({ passed }) => passed === false);
  const message = missed.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  return ['expectation', message, `Quality ${quality ?? 'unknown'}\n${scores.map(scoreLine).join('\n')}`];
}

function scoreLine({ name, value, passed, reason }: AttemptRecord['scores'][number]): string {
  const mark = passed === null ? 'could not be scored' : passed ? 'passed' : 'missed';
  return `${name}: ${mark}${value === null ? '' : ` (${value})`}, ${reason}`;
}
