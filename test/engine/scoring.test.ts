import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { WorkerScoringThread } from '../../src/core/scorers/scoringThread.ts';
import type { ScoredAnswer } from '../../src/core/scorers/spec.ts';
import type { ScorerSpec } from '../../src/shared/model/scorer.ts';
import { builtFile, workspace } from './cli.ts';
import { suiteOn, wireServer } from './servers.ts';

function scoringThread(context: TestContext, script = builtFile('scoring.worker.js')): WorkerScoringThread {
  const thread = new WorkerScoringThread(script);
  context.after(() => thread.release());
  return thread;
}

function answer(text: string): ScoredAnswer {
  return { text, reasoning: '', e2eMs: 10, ttftMs: 5, costUsd: null, outputTokens: null };
}

function script(code: string, over: { timeoutMs?: number; not?: boolean } = {}): ScorerSpec {
  const { timeoutMs = 5000, not = false } = over;
  return { scorer: 'javascript', args: { code, timeoutMs, memoryMb: 32, vars: {} }, not, weight: 1 };
}

function similar(value: string): ScorerSpec {
  return { scorer: 'similarity', args: { value, metric: 'levenshtein', threshold: 0.5 }, not: false, weight: 2 };
}

/** QuickJS looks for no interruption within one call of its own: it goes through 2 ^ 53 places. */
const oneLongStep = 'Array.prototype.indexOf.call({ length: Number.MAX_SAFE_INTEGER }, 1)';

test('the thread scores what is its own, in order, and leaves the rest to others', async (context) => {
  const thread = scoringThread(context);
  const inline: ScorerSpec = { scorer: 'refusal', args: {}, not: false, weight: 1 };
  const scores = await thread.score(answer('sitting'), [
    script('answer.length === 7'),
    inline,
    similar('kitten'),
    script('0', { not: true }),
  ]);
  assert.deepEqual(scores, [
    {
      name: 'javascript: answer.length === 7',
      scorer: 'javascript',
      weight: 1,
      reason: 'the script says 1',
      value: 1,
      passed: true,
    },
    {
      name: 'similarity ≥ 0.5 to "kitten"',
      scorer: 'similarity',
      weight: 2,
      reason: 'similarity 0.57',
      value: (7 - 3) / 7,
      passed: true,
    },
    { name: 'not javascript: 0', scorer: 'javascript', weight: 1, reason: 'the script says 0', value: 1, passed: true },
  ]);
  assert.deepEqual(await thread.score(answer('x'), [inline]), []);
});

test('many answers at once come back each to whom asked', async (context) => {
  const thread = scoringThread(context);
  const asked = Array.from({ length: 50 }, (_, index) => index);
  const scores = await Promise.all(
    asked.map(async (index) => thread.score(answer(String(index)), [script('Number(answer) / 100')])),
  );
  assert.deepEqual(
    scores.map(([score]) => score?.value),
    asked.map((index) => index / 100),
  );
});

test('a script that fails is a failure of its scorer: the others, and other answers, are scored', async (context) => {
  const thread = scoringThread(context);
  const [thrown, endless, greedy, fine] = await thread.score(answer('x'), [
    script('process.exit(1)'),
    script('while (true) {}', { timeoutMs: 50 }),
    script('const a = []; while (true) a.push("x".repeat(1e6) + a.length)'),
    script('answer === "x"'),
  ]);
  assert.deepEqual([thrown?.value, thrown?.passed, endless?.value, greedy?.value, fine?.value], [null, null, null, null, 1]);
  assert.match(thrown?.reason ?? '', /process is not defined/);
  assert.equal(endless?.reason, 'The script took longer than its 50 ms.');
  assert.match(greedy?.reason ?? '', /out of memory/);
  assert.equal((await thread.score(answer('y'), [script('answer === "y"')]))[0]?.value, 1);
});

test('a script that cannot be interrupted ends with its thread; what waits is scored in a new one', async (context) => {
  const thread = scoringThread(context);
  const [stuck, next, other] = await Promise.all([
    thread.score(answer('x'), [script(oneLongStep, { timeoutMs: 20 })]),
    thread.score(answer('y'), [script('answer === "y"')]),
    thread.score(answer('kitten'), [similar('kitten')]),
  ]);
  assert.equal(stuck[0]?.value, null);
  assert.equal(stuck[0]?.reason, 'The script took longer than its 20 ms and could only be ended with its thread.');
  assert.deepEqual([next[0]?.value, other[0]?.value], [1, 1]);
});

test('released, the thread fails what is under way and what waits; the next answer starts it anew', async (context) => {
  const thread = scoringThread(context);
  assert.equal((await thread.score(answer('x'), [script('1')]))[0]?.value, 1);
  const pending = [thread.score(answer('x'), [script(oneLongStep)]), thread.score(answer('x'), [script('1')])];
  thread.release();
  for (const [score] of await Promise.all(pending)) {
    assert.equal(score?.value, null);
    assert.equal(score?.reason, 'Scoring was ended before this answer was scored.');
  }
  assert.equal((await thread.score(answer('x'), [script('1')]))[0]?.value, 1);
});

test('what waits is bounded by its size: what is too much fails, and what waited before is scored', async (context) => {
  const thread = scoringThread(context);
  const huge = answer('x'.repeat(60_000_000));
  const [first, second] = await Promise.all([thread.score(huge, [similar('x')]), thread.score(huge, [similar('x')])]);
  assert.match(first[0]?.reason ?? '', /too long to compare/);
  assert.match(second[0]?.reason ?? '', /Too many answers wait/);
  assert.equal((await thread.score(answer('x'), [similar('x')]))[0]?.value, 1);
});

test('a thread that cannot be had is a failure of the scorer, said as it is', async (context) => {
  const thread = scoringThread(context, builtFile('missing.worker.js'));
  const [score] = await thread.score(answer('x'), [similar('x')]);
  assert.equal(score?.value, null);
  assert.match(score?.reason ?? '', /missing\.worker\.js/);
});

test('a run with hostile scripts and patterns ends: they are failures of scorers, everything else is scored', async (context) => {
  const server = await wireServer(context, { reply: { text: ['hello ', 'world'] } });
  const folder = await workspace(context);
  const hostile = [
    { javascript: { code: 'while (true) {}', timeoutMs: 50 } },
    { javascript: { code: oneLongStep, timeoutMs: 50 } },
    { javascript: 'const a = []; while (true) a.push("x".repeat(1e6) + a.length)' },
    { javascript: 'process.exit(1)' },
    { javascript: "require('fs')" },
    { javascript: "fetch('http://127.0.0.1')" },
  ];
  const fair = [
    { regex: '(a+)+$', not: true },
    { javascript: "answer === 'hello world' && vars.word === 'x'" },
    { contains: 'hello' },
  ];
  const cases = [...hostile, ...fair].map((expectation, index) => ({
    name: `case ${index}`,
    vars: { word: 'x' },
    expect: [expectation, { contains: 'world' }],
  }));
  const { code } = await folder.run(['run', await folder.suite(suiteOn(server, { cases }))]);
  assert.equal(code, 3, 'grades are missing');

  const { attempts } = await folder.report();
  const byCase = attempts.toSorted((a, b) => a.case.localeCompare(b.case)).map(({ scores }) => scores.map(({ value }) => value));
  assert.deepEqual(byCase, [...hostile.map(() => [null, 1]), ...fair.map(() => [1, 1])]);
});
