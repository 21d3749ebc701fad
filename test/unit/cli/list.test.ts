import assert from 'node:assert/strict';
import { test } from 'node:test';
import stringWidth from 'string-width';
import { listCommand } from '../../../src/core/cli/list.ts';
import type { CliContext } from '../../../src/core/cli/run.ts';
import type { RunListItem } from '../../../src/core/store/spec.ts';
import type { RunId } from '../../../src/shared/model/ids.ts';
import { runOf } from '../comparison/builders.ts';

function item(name: string, over: Partial<RunListItem> = {}): RunListItem {
  const { run } = runOf({ models: ['a'], cases: 400 });
  const listed = { ...run, id: '1f2e3d4c-rest' as RunId, name, startedAt: '2026-11-21T02:33:00.000Z' };
  return {
    ...{ run: listed, samplesDone: 398, failed: 2, costUsd: 0.0042, knownCostUsd: 0.0042, meanQuality: 0.93, judgeCostUsd: null },
    ...over,
  } as RunListItem;
}

async function listed(width: number | null, items: readonly RunListItem[]): Promise<string[]> {
  let text = '';
  const stdout = { isTTY: width !== null, columns: width ?? 80, write: (part: string) => void (text += part) };
  const store = { listRuns: () => Promise.resolve([...items]) };
  await listCommand({ command: 'list', format: 'table', store: null }, store, { stdout } as unknown as CliContext);
  return text.trimEnd().split('\n');
}

const long = item('Answers to customers in four languages');

test('failures, quality and cost stay in the list on narrow terminals; names are cut and days stand for times', async () => {
  for (const width of [80, 60]) {
    const [head = '', row = ''] = await listed(width, [long]);
    assert.match(head, / failed +quality +cost$/);
    assert.match(row, /^1f2e3d4c .*Answer.*…\S* .* 2 +0\.93 +\$0\.0042$/);
    assert.ok(Math.max(stringWidth(head), stringWidth(row)) <= width);
  }
  assert.match((await listed(80, [long])).join('\n'), /2026-11-21 .* finished +398\/400/);
  assert.equal((await listed(60, [long])).at(-1), 'A wider terminal also shows: started, calls.');
});

test('where there is room, or no terminal, nothing is cut', async () => {
  for (const width of [120, null]) {
    const [, row = '', ...more] = await listed(width, [long]);
    assert.match(row, /2026-11-21 02:33 UTC {2}Answers to customers in four languages {2}finished/);
    assert.deepEqual(more, []);
  }
});
