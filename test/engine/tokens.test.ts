import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workspace } from './cli.ts';
import { casesNamed, suiteOn, wireServer } from './servers.ts';

test('where a server tells no token counts, the tokens are counted in a thread and marked as estimates', async (context) => {
  const server = await wireServer(context, { reply: { text: ['hello ', 'world'], usage: null } });
  const folder = await workspace(context);
  const cases = casesNamed(['hello', 'world']);
  const suite = await folder.suite(suiteOn(server, { cases, prices: { 'local/good': { input: 1, output: 1 } } }));
  const { code, stdout } = await folder.run(['run', suite]);
  assert.equal(code, 0);
  assert.match(stdout, /~\$0\.00001/);
  assert.match(stdout, /tokens of 2 calls were counted here/);

  const { attempts } = await folder.report();
  const counts = attempts.map(({ inputTokens, outputTokens, usageSource }) => [inputTokens, outputTokens, usageSource]);
  // `Say hello.` has three tokens, `hello world` two.
  assert.deepEqual(counts, [
    [3, 2, 'estimated'],
    [3, 2, 'estimated'],
  ]);
  for (const { costUsd, costEstimated } of attempts) {
    assert.ok(Math.abs((costUsd ?? 0) - 5e-6) < 1e-9);
    assert.equal(costEstimated, true);
  }
});
