import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { readReport } from '../../../src/core/report/results/readReport.ts';
import { ReportThread } from '../../../src/core/report/results/reportThread.ts';
import { firstPage } from '../../../src/shared/model/panelView.ts';
import { jsonTextOf } from './fixtures.ts';
import { rich } from './rich.ts';

const script = new URL('../../../src/workers/report.worker.ts', import.meta.url);

async function threadOf(t: TestContext, text: string): Promise<ReportThread> {
  const thread = await ReportThread.read(script, new TextEncoder().encode(text));
  t.after(() => thread.close());
  return thread;
}

const text = await jsonTextOf({ ...rich(), baseline: { runId: null, name: '', startedAt: '', candidates: [] } });

test('a report in its thread shows what it shows here', async (t) => {
  const { calls } = await threadOf(t, text);
  const here = readReport(text);
  assert.deepEqual(await calls.view(firstPage), here.view(firstPage));
  const query = { caseId: here.comparison.matrix[0]?.caseId ?? assert.fail(), repeat: 1 };
  assert.deepEqual(await calls.caseAnswers(query), here.caseAnswers(query));
  assert.equal(await calls.answer('nowhere'), null);
  assert.match(await calls.chartSvg('cost-quality'), /<svg .+Quality against cost/);
});

test('a file that is no report is refused with what it lacks, and leaves no thread', async () => {
  await assert.rejects(ReportThread.read(script, new TextEncoder().encode('{}')), /This is no JSON report of LLM Bench/);
});

test('whoever asks a report that was closed is told to open it again', async (t) => {
  const thread = await threadOf(t, text);
  const asked = thread.calls.view(firstPage);
  thread.close();
  await assert.rejects(asked, /close the file and open it again/);
});
