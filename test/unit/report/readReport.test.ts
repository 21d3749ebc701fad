import assert from 'node:assert/strict';
import { test } from 'node:test';
import { baselineOf } from '../../../src/core/report/baseline/baselineOf.ts';
import { compare } from '../../../src/core/report/comparison/compare.ts';
import { jsonPieces } from '../../../src/core/report/json.ts';
import { readReport, ReportError } from '../../../src/core/report/results/readReport.ts';
import type { RunRecord } from '../../../src/shared/model/run.ts';
import { firstPage } from '../../../src/shared/model/panelView.ts';
import { jsonTextOf, usual } from './fixtures.ts';
import { rich } from './rich.ts';
import { answersOf, attempt, graded, runOf } from '../comparison/builders.ts';

const models = { 'demo/one': graded((i) => Number(i % 2 === 0)), 'demo/two': graded(() => 1) };

/** A report as the export writes it, and what it was written from. */
async function exported(changes: Partial<RunRecord> = {}, models_: Parameters<typeof answersOf>[0] = models) {
  const { run, detail } = runOf({ models: Object.keys(models_), cases: 8, category: (i) => (i < 4 ? 'a' : 'b') });
  const record = { ...run, ...changes };
  const failed = attempt({ model: 'demo/one', case: 7, repeat: 2, errorKind: 'server' });
  const attempts = [...answersOf(models_, 8), failed];
  const baseline = baselineOf(record, detail, attempts);
  const comparison = compare(record, detail, attempts, { baseline });
  const answered = attempts.map((one) => {
    const marks = { sent: 0, headers: 1, firstDelta: 2, firstText: 2, lastDelta: 3, finished: 3 };
    const body = { answer: `Answer ${one.id}`, reasoning: '', marks, chunks: [] };
    return { record: one, body, grade: null, rating: null };
  });
  async function* groups() {
    yield answered;
  }
  const text = (await Array.fromAsync(jsonPieces(comparison, baseline, groups()))).join('');
  return { text, comparison, attempts };
}

function changed(text: string, change: (report: { summary: Record<string, unknown>; [key: string]: unknown }) => void): string {
  const report = JSON.parse(text) as { summary: Record<string, unknown> };
  change(report);
  return JSON.stringify(report);
}

test('an exported report shows the comparison that it was written from', async () => {
  const { text, comparison } = await exported();
  const report = readReport(text);
  assert.deepEqual(report.comparison, JSON.parse(JSON.stringify(comparison)));
  const view = report.view(firstPage);
  assert.deepEqual(view.matrix.rows.length, 8);
  assert.deepEqual(view.comparison.matrix, []);
  assert.deepEqual(report.view({ ...firstPage, category: 'b' }).matrix.fitting, 4);
});

test('judges, rankings, people and baselines come through as they were', async () => {
  for (const input of [usual(), rich()]) {
    const text = await jsonTextOf({ ...input, baseline: { runId: null, name: '', startedAt: '', candidates: [] } });
    assert.deepEqual(readReport(text).comparison, (JSON.parse(text) as { summary: unknown }).summary);
  }
});

test('a case shows what each model answered, and where one failed', async () => {
  const { text, attempts, comparison } = await exported();
  const report = readReport(text);
  const found = report.caseAnswers({ caseId: 'c7', repeat: 1 });
  assert.deepEqual(found?.repeats, 2);
  assert.deepEqual(
    found?.answers.map(({ candidateId, answer }) => [candidateId, answer.text]),
    comparison.candidates.map(({ id }) => {
      const own = attempts.find((one) => one.candidateId === id && one.caseId === 'c7' && one.repeat === 1);
      return [id, `Answer ${own?.id}`];
    }),
  );
  const second = report.caseAnswers({ caseId: 'c7', repeat: 2 })?.answers;
  assert.deepEqual(
    second?.map(({ candidateId, error }) => [candidateId, error?.kind]),
    [['demo/one', 'server']],
  );
  assert.equal(report.caseAnswers({ caseId: 'nowhere', repeat: 1 }), null);
});

test('two candidates that are one model are told apart by what the matrix points at', async () => {
  const { text, comparison } = await exported();
  const twins = changed(text, (report) => {
    const { candidates } = report.summary as { candidates: { provider: string; model: string }[] };
    for (const one of candidates) Object.assign(one, { provider: 'demo', model: 'same' });
    for (const one of report['attempts'] as object[]) Object.assign(one, { provider: 'demo', model: 'same' });
  });
  const report = readReport(twins);
  const row = comparison.matrix.find(({ caseId }) => caseId === 'c3');
  assert.deepEqual(
    report.caseAnswers({ caseId: 'c3', repeat: 1 })?.answers.map(({ attemptId }) => attemptId),
    row?.cells.map(({ attemptId }) => attemptId),
  );
  // Nobody says whose the second repeat is.
  assert.deepEqual(report.caseAnswers({ caseId: 'c7', repeat: 2 })?.answers, []);
});

test('a report of a run that went on does not go on', async () => {
  const { text } = await exported({ status: 'running', finishedAt: null });
  const { comparison } = readReport(text);
  assert.deepEqual([comparison.status, comparison.run.status], ['interrupted', 'interrupted']);
  assert.match(comparison.run.statusMessage ?? '', /written while the run went on/);
});

test('what is no report says so, and a damaged one says where', async () => {
  const { text } = await exported();
  const refusal = (broken: string): string => {
    try {
      readReport(broken);
    } catch (error) {
      assert.ok(error instanceof ReportError);
      return error.message;
    }
    return assert.fail('It was read.');
  };
  assert.match(refusal(text.slice(0, 200)), /^This is no JSON: /);
  assert.match(refusal('{"version":2,"summary":{}}'), /^This is no JSON report of LLM Bench/);
  assert.match(refusal('[]'), /^This is no JSON report of LLM Bench/);
  const wrong = (change: Parameters<typeof changed>[1]) => refusal(changed(text, change));
  assert.match(
    wrong(({ summary }) => delete summary['leaders']),
    /: summary\.leaders is missing\. Export it again\.$/,
  );
  assert.match(
    wrong(({ summary }) => Object.assign((summary['candidates'] as object[])[1] ?? {}, { label: 7 })),
    /: summary\.candidates\[1\]\.label: .+ Export it again\.$/,
  );
});
