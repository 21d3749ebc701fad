import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, test, type TestContext } from 'node:test';
import type { SourceFailure } from '../../src/core/rankings/getBoard.ts';
import { estimateMinimalTest, minimalTest, type MinimalTestContext } from '../../src/core/minimalTest.ts';
import { Rankings } from '../../src/core/rankings.ts';
import { nullLogger, systemClock } from '../../src/core/ports.ts';
import { suiteOptions } from '../../src/core/suiteOptions.ts';
import type { RankingAnswer, RankingHealth } from '../../src/shared/model/rankings.ts';
import { startArtificialAnalysis } from '../servers/rankings/artificialAnalysis.ts';
import { boardKey } from '../servers/rankings/boardServer.ts';
import { startLlmStats } from '../servers/rankings/llmStats.ts';
import { startOpenRouterIndices } from '../servers/rankings/openRouterIndices.ts';
import { workspace, type Ended } from './cli.ts';
import { bench } from './inProcess.ts';

const allKeys = { ARTIFICIAL_ANALYSIS_API_KEY: boardKey, LLM_STATS_API_KEY: boardKey };

/** The boards over loopback, and the CLI in a folder of its own that is pointed at them. */
async function place(context: TestContext) {
  const aa = await startArtificialAnalysis();
  const stats = await startLlmStats();
  const router = await startOpenRouterIndices();
  const boards = [aa, stats, router];
  context.after(() => Promise.all(boards.map((board) => board.close())));
  const folder = await workspace(context);
  const addresses = {
    LLM_BENCH_RANKINGS_ARTIFICIAL_ANALYSIS_URL: aa.url,
    LLM_BENCH_RANKINGS_LLM_STATS_URL: stats.url,
    LLM_BENCH_RANKINGS_OPENROUTER_URL: router.url,
  };
  const rankings = (words: readonly string[], keys: Readonly<Record<string, string>> = allKeys): Promise<Ended> =>
    folder.run(['rankings', ...words], { ...addresses, ...keys });
  const answers = async (words: readonly string[], keys?: Readonly<Record<string, string>>) => {
    const { stdout, code, stderr } = await rankings([...words, '--format', 'json'], keys);
    return { code, stderr: stderr.join('\n'), answers: JSON.parse(stdout) as readonly RankingAnswer[] };
  };
  const setAll = (fault: Parameters<typeof aa.set>[0]) => boards.forEach((board) => board.set(fault));
  return { aa, stats, router, boards, folder, rankings, answers, setAll };
}

const seen = (answers: readonly RankingAnswer[]) => answers.map(({ category, source }) => [category, source]);

describe('llm-bench rankings', { timeout: 120_000 }, () => {
  test('asks Artificial Analysis, gives credit, and serves the same without asking for a while', async (context) => {
    const { aa, stats, router, rankings } = await place(context);
    const first = await rankings(['--category', 'coding', '--top', '2']);
    assert.equal(first.code, 0, first.stderr.join('\n'));
    assert.match(first.stdout, /^Coding, by the coding index \(Artificial Analysis, just now\)\n/);
    assert.match(first.stdout, /^1\. {2}Imagined 1/m);
    assert.match(first.stdout, /Data from Artificial Analysis: https:\/\/artificialanalysis\.ai\//);
    const asked = aa.requests.length;
    const again = await rankings(['--category', 'coding']);
    assert.match(again.stdout, /Artificial Analysis, kept, just now/);
    assert.deepEqual([aa.requests.length, stats.requests.length, router.requests.length], [asked, 0, 0]);
  });

  test('without a key works by the board that asks for none, and says nothing of the others', async (context) => {
    const { aa, router, answers } = await place(context);
    const { code, answers: given, stderr } = await answers(['--category', 'coding'], {});
    assert.deepEqual([code, seen(given), stderr], [0, [['coding', 'openrouter']], '']);
    assert.deepEqual([aa.requests.length, router.requests.length > 0], [0, true]);
  });

  test('goes on with the next board where one refuses, and says why and what to do', async (context) => {
    const { aa, answers, rankings } = await place(context);
    aa.set({ kind: 'status', status: 401 });
    const { answers: given } = await answers(['--category', 'general']);
    assert.notEqual(given[0]?.source, 'artificial-analysis');
    assert.ok(given[0]?.ranking);
    const { stderr } = await rankings(['--category', 'general', '--refresh']);
    assert.match(stderr.join('\n'), /Artificial Analysis: .*401/);
    assert.ok(!stderr.join('\n').includes(boardKey));
  });

  test('shows the kept rankings while all are down; without any it ends with 3 and each error', async (context) => {
    const { answers, rankings, setAll } = await place(context);
    setAll({ kind: 'down' });
    const none = await rankings(['--category', 'coding']);
    assert.deepEqual([none.code, none.stdout], [3, '']);
    for (const name of ['Artificial Analysis: ', 'LLM Stats: ', 'OpenRouter: ', 'The cache holds', 'Minimal test: ']) {
      assert.ok(
        none.stderr.some((line) => line.startsWith(`  ${name}`)),
        `${name} in ${none.stderr.join('\n')}`,
      );
    }
    setAll(null);
    await rankings(['--category', 'coding']);
    setAll({ kind: 'down' });
    const kept = await answers(['--category', 'coding', '--refresh']);
    assert.deepEqual([kept.code, seen(kept.answers)], [0, [['coding', 'cache']]]);
    assert.match(kept.stderr, /Kept rankings stood in for coding:/);
  });

  test('asks the source that was forced and no other', async (context) => {
    const { aa, router, answers, rankings } = await place(context);
    const forced = await answers(['--category', 'coding', '--source', 'openrouter']);
    assert.deepEqual([seen(forced.answers), aa.requests.length], [[['coding', 'openrouter']], 0]);
    router.set({ kind: 'down' });
    const { code } = await rankings(['--category', 'coding', '--source', 'openrouter']);
    assert.deepEqual([code, aa.requests.length], [3, 0]);
  });

  test('two processes at once fetch once', async (context) => {
    const { router, answers } = await place(context);
    let release = () => {};
    router.set({ kind: 'slow', until: new Promise<void>((resolve) => (release = resolve)) });
    const both = [answers(['--category', 'coding'], {}), answers(['--category', 'coding'], {})];
    while (router.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    release();
    const [one, other] = await Promise.all(both);
    assert.deepEqual(new Set([one?.answers[0]?.source, other?.answers[0]?.source]), new Set(['openrouter', 'cache']));
    assert.equal(router.requests.length, 1);
  });

  test('health as JSON is what the store says, and the folder troubles no other command', async (context) => {
    const { folder, rankings, aa } = await place(context);
    await rankings(['--category', 'coding']);
    aa.set({ kind: 'status', status: 500 });
    await rankings(['--category', 'coding', '--refresh']);
    const { stdout, code } = await rankings(['health', '--format', 'json']);
    const told = JSON.parse(stdout) as RankingHealth;
    const own = await new Rankings({
      folder: folder.join('.llm-bench', 'rankings'),
      boards: () => [],
      keys: { key: async () => null },
      refreshEvery: () => 'auto',
      clock: systemClock,
      logger: nullLogger,
      random: () => 0.5,
    }).health();
    assert.equal(code, 0);
    assert.deepEqual(told.sources, own.sources);
    const { attempts, successes, failures, successRate, lastFailure } = told.sources[0] ?? {};
    assert.deepEqual([attempts, successes, failures, successRate, lastFailure?.error.kind], [2, 1, 1, 0.5, 'server']);
    assert.match((await rankings(['health'])).stdout, /^Artificial Analysis +2 +1 +1 +50 %/m);

    assert.equal((await folder.run(['data', 'check'])).code, 0);
    assert.match((await folder.run(['data', 'backup', 'b.tar.gz'])).stdout, /Backed up 0 runs/);
    assert.equal((await folder.run(['data', 'compact'])).code, 0);
    const [again] = (JSON.parse((await rankings(['health', '--format', 'json'])).stdout) as RankingHealth).cache;
    assert.equal(again?.category, 'coding');
  });

  test('keeps no key in its files', async (context) => {
    const { folder, rankings, aa } = await place(context);
    await rankings(['--category', 'coding']);
    aa.set({ kind: 'status', status: 403, message: `no access for ${boardKey}` });
    await rankings(['--category', 'coding', '--refresh']);
    const place_ = folder.join('.llm-bench', 'rankings');
    const names = await readdir(place_);
    assert.ok(names.length > 1);
    for (const name of names) assert.ok(!(await readFile(`${place_}/${name}`, 'utf8')).includes(boardKey), name);
  });

  test('the minimal test asks nobody unless it is allowed, tells its price first, and its run can be looked at', async (context) => {
    const { folder, rankings } = await place(context);
    const models = ['--source', 'minimal-test', '--category', 'math', '--models', 'demo/ponder,demo/comet-flash'];
    const refused = await rankings(models);
    assert.equal(refused.code, 3);
    assert.match(refused.stderr.join('\n'), /Allow it with --allow-test/);
    const { code, stdout, stderr } = await rankings([...models, '--allow-test']);
    assert.equal(code, 0, stderr.join('\n'));
    assert.match(stderr[0] ?? '', /^Minimal test: 6 calls to demo models, whose prices are made up: nobody is billed\.$/);
    assert.match(stdout, /^1\. {2}demo\/ponder/m);
    const { run, summary } = await folder.report();
    assert.deepEqual([run.name, summary.candidates.length], ['Minimal test of rankings', 2]);
  });
});

describe('the minimal test through the engine', { timeout: 120_000 }, () => {
  async function demo(context: TestContext, models: readonly string[]): Promise<MinimalTestContext> {
    return { bench: (await bench(context)).bench, suiteOptions, models };
  }
  const signal = new AbortController().signal;
  const isFailure = (kind: string) => (error: unknown) => (error as SourceFailure).error.kind === kind;

  test('ranks by right answers of each category, with price and latency as measured', async (context) => {
    const models = ['demo/comet-flash', 'demo/ponder', 'demo/atlas-large'];
    const rankings = await minimalTest({ ...(await demo(context, models)), maxUsd: 0.05, triggeredBy: 'test' })(
      ['coding', 'math'],
      signal,
    );
    assert.deepEqual(
      rankings.map(({ category, origin, models: ranked }) => [category, origin, ranked.length]),
      [
        ['coding', 'minimal-test', 3],
        ['math', 'minimal-test', 3],
      ],
    );
    for (const { models: ranked } of rankings) {
      assert.equal(ranked.at(-1)?.id, 'demo/comet-flash');
      const best = ranked.find(({ id }) => id === 'demo/ponder');
      assert.deepEqual([best?.rank, best?.n, best?.inputUsdPerMTok], [1, 3, 0.9]);
      assert.ok((best?.score ?? 0) > (ranked.at(-1)?.score ?? 1));
      assert.ok((best?.latencyMs ?? 0) > 0);
    }
  });

  test('knows its calls before, and charges nothing for demo models', async (context) => {
    const estimate = await estimateMinimalTest(await demo(context, ['demo/ponder', 'demo/sonata']));
    assert.deepEqual(estimate, { calls: 36, worstUsd: 0, isPlayMoney: true, unpriced: [] });
  });

  test('needs two models, keys for them, and names that are no models of nobody', async (context) => {
    const test = async (models: readonly string[]) =>
      minimalTest({ ...(await demo(context, models)), maxUsd: 0.05, triggeredBy: 'test' })(['math'], signal);
    await assert.rejects(test(['demo/ponder']), isFailure('too-few'));
    await assert.rejects(test(['openai/gpt-5-mini', 'anthropic/claude-haiku-4-5']), isFailure('needs-key'));
    await assert.rejects(test(['demo/ponder', 'nobody/x']), isFailure('other'));
  });

  test('ends with the reason of the signal, and its run as cancelled', async (context) => {
    const controller = new AbortController();
    const parts = await demo(context, ['demo/ponder', 'demo/atlas-large']);
    const test = minimalTest({
      ...parts,
      maxUsd: 0.05,
      triggeredBy: 'test',
      onStart: () => controller.abort(new Error('enough')),
    });
    await assert.rejects(test(['math'], controller.signal), /enough/);
    const [item] = await (await parts.bench.store()).listRuns();
    assert.equal(item?.run.status, 'cancelled');
  });
});
