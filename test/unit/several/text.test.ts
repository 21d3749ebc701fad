import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { compareRuns } from '../../../src/core/report/several/compareRuns.ts';
import { runDataOf, type RunData } from '../../../src/core/report/several/data.ts';
import { renderRuns, runRows } from '../../../src/core/report/several/text.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { runTitles } from '../../../src/shared/runsText.ts';
import { answersOf, graded, runOf, type Answer } from '../comparison/builders.ts';

function dataOf(id: string, name: string, startedAt: string, answer: Answer): RunData {
  const { run, detail } = runOf({ models: ['demo/m'], cases: 20 });
  return runDataOf({ ...run, id: id as RunId, name, startedAt }, detail, answersOf({ 'demo/m': answer }, 20));
}

const found =
  compareRuns([
    dataOf(
      'one',
      'suite',
      '2026-01-01T00:00:05.000Z',
      graded(() => 1),
    ),
    dataOf(
      'two',
      'suite',
      '2026-01-01T00:00:40.000Z',
      graded((i) => Number(i < 5)),
    ),
  ]) ?? assert.fail();

test('runs of one minute are told apart by their seconds, those of several names by these', () => {
  assert.deepEqual([...runTitles(found).values()], ['2026-01-01 00:00:05 UTC', '2026-01-01 00:00:40 UTC']);
  const runs = found.runs.map((run, i) => ({ ...run, name: `suite ${i}` }));
  assert.equal(runTitles({ runs }).get('two' as RunId), 'suite 1, 2026-01-01 00:00:40 UTC');
});

test('the table has a row for each model in each run, the reference named', () => {
  const [head, first, second, ...more] = runRows(found);
  assert.deepEqual([head?.[0], more], ['Model', []]);
  assert.equal(first?.[2], 'reference');
  assert.match(second?.[2] ?? '', /^−0\.750 \(.+\), worse$/);
});

test('Markdown begins with the answer and holds the table', () => {
  const text = renderRuns('md', found);
  assert.match(text, /^# Runs side by side\n\n\*\*Against the run of 2026-01-01 00:00:05 UTC, worse: demo\/m by −0\.750/);
  assert.match(text, /\| Model \| Run \| Against the reference: quality \|/);
});

test('CSV has a figure or nothing in each cell, JSON all of it', () => {
  const rows = parse<Record<string, string>>(renderRuns('csv', found), { columns: true });
  assert.deepEqual(
    rows.map(({ run, quality }) => [run, quality]),
    [
      ['one', '1'],
      ['two', '0.25'],
    ],
  );
  assert.deepEqual(
    rows.map((row) => row['quality_verdict']),
    ['', 'worse'],
  );
  assert.equal((JSON.parse(renderRuns('json', found)) as { reference: string }).reference, 'one');
});

test('a cost that is unknown is compared with none', () => {
  const known = graded(() => 1);
  const resumed: Answer = (i) => ({ ...known(i), usd: i === 3 ? null : 0.001 });
  const costs = (then: Answer, now: Answer): string[] => {
    const runs = [
      dataOf('one', 'suite', '2026-01-01T00:00:05.000Z', then),
      dataOf('two', 'suite', '2026-01-01T00:00:40.000Z', now),
    ];
    const [head = [], , second = []] = runRows(compareRuns(runs) ?? assert.fail());
    return ['cost', 'Cost / sample'].map((title) => second[head.indexOf(title)] ?? '');
  };
  assert.deepEqual(costs(known, known), ['unchanged', '$0.001']);
  assert.deepEqual(costs(known, resumed), ['unknown', 'unknown']);
  assert.deepEqual(costs(resumed, known), ['unknown', '$0.001']);
});
