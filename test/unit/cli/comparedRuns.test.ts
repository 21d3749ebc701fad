import assert from 'node:assert/strict';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { runsText, suitesText } from '../../../src/core/cli/comparedRuns.ts';
import { compareRuns } from '../../../src/core/report/several/compareRuns.ts';
import { runDataOf } from '../../../src/core/report/several/data.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { answersOf, runOf, type Answer } from '../comparison/builders.ts';

const models: Readonly<Record<string, Answer>> = {
  'fake/fast-with-a-long-name': (i) => ({ quality: i % 7 === 0 ? 0.2 : 1, usd: 0.0012, e2eMs: 380 + i }),
  'fake/slow': (i) => ({ quality: i % 9 === 0 ? 0.5 : 1, usd: 0.0142, e2eMs: 1380 + 9 * i }),
};

function runsAt(count: number, suites = 1) {
  const { run, detail } = runOf({ models: Object.keys(models), cases: 30 });
  const runs = Array.from({ length: count }, (_, i) => {
    const worse: Answer = (index) => ({ quality: index % (3 + i) === 0 ? 0 : 1, usd: 0.001 * (i + 1), e2eMs: 900 + i * index });
    const suiteName = `suite ${i % suites}`;
    const own = {
      ...run,
      id: `${i}e5f6a7b-rest` as RunId,
      startedAt: `2026-01-0${i + 1}T00:00:00.000Z`,
      suiteName,
      suitePath: suiteName,
    };
    return runDataOf(own, detail, answersOf(i === 0 ? models : { ...models, 'fake/slow': worse }, 30));
  });
  return compareRuns(runs) ?? assert.fail();
}

test('two and four runs keep their figures and changes on narrow terminals, and no line is wider than these', () => {
  for (const count of [2, 4]) {
    for (const width of [60, 80]) {
      const text = runsText(runsAt(count), { isTTY: true, columns: width });
      const lines = text.split('\n');
      assert.deepEqual(
        lines.filter((line) => stringWidth(line) > width),
        [],
      );
      assert.match(lines[0] ?? '', /^ {2}Run +Quality +Cost \/ sample +p50 +Pass/);
      assert.match(text, /\nfake\/slow\n {2}0e5f6a7b {2}0\.93 \S+ +\$0\.0142 +1\.51 s +/);
      assert.equal(text.match(/Against the reference: quality [−+]/g)?.length, count - 1);
      assert.match(text.replaceAll(/\s+/g, ' '), /, cannot tell; cost \S+ %.* %\); latency \S+ %/);
    }
  }
});

test('where there is room all stands in one table, the runs by their ids', () => {
  for (const room of [
    { isTTY: true, columns: 260 },
    { isTTY: false, columns: 80 },
  ]) {
    const [head, first, second] = runsText(runsAt(2), room).split('\n');
    assert.match(head ?? '', /^Model +Run +Against the reference: quality .* Cases$/);
    assert.match(first ?? '', /^fake\/fast-with-a-long-name {2}0e5f6a7b {2}reference/);
    assert.match(second ?? '', / 1e5f6a7b /);
  }
});

test('models over several suites are told in lines where their table has no room', () => {
  const { suites } = runsAt(3, 3);
  assert.ok(suites);
  const text = suitesText(suites, { isTTY: true, columns: 60 });
  assert.ok(text.split('\n').every((line) => stringWidth(line) <= 60));
  assert.match(
    text,
    /\nfake\/slow\n(?: {4}.*\n)* {4}suite 1 \(30 cases\): 0\.\d\d .*\n(?: {4}.*\n)* {4}All suites alike: 0\.\d\d /,
  );
});
