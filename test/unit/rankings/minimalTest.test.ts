import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RunHandle } from '../../../src/core/bench.ts';
import type { ScoredRun } from '../../../src/core/benchStore.ts';
import {
  estimateMinimalTest,
  minimalTest,
  type MinimalTestContext,
  type MinimalTestOptions,
} from '../../../src/core/minimalTest.ts';
import type { PreparedRun } from '../../../src/core/prepareRun.ts';
import type { Endpoint } from '../../../src/core/providers/spec.ts';
import { SourceFailure } from '../../../src/core/rankings/getBoard.ts';
import { suiteOptions } from '../../../src/core/suiteOptions.ts';
import type { AttemptRecord } from '../../../src/shared/model/attempt.ts';
import type { Suite } from '../../../src/shared/model/suite.ts';
import type { PriceRow } from '../../../src/shared/model/usage.ts';

const signal = new AbortController().signal;

function price(inputPerMTok: number, outputPerMTok: number): PriceRow {
  return {
    inputPerMTok,
    outputPerMTok,
    cachedInputPerMTok: null,
    cacheWritePerMTok: null,
    source: 'genai-prices',
    matchedModel: 'm',
    exact: true,
  };
}

const prices: Readonly<Record<string, PriceRow>> = { 'openai/dear': price(10, 40), 'openai/cheap': price(0.1, 0.4) };

type Call = Pick<AttemptRecord, 'quality' | 'finishReason'>;

/** A bench that calls nobody. `said`: how each model answers its n-th prompt; absent: right. */
function scene(
  models: readonly string[],
  said: (ref: string, prompt: number) => Call = () => ({ quality: 1, finishReason: 'stop' }),
) {
  const started: PreparedRun[] = [];
  const prepare = async (suite: Suite): Promise<PreparedRun> => {
    const refs = suite.models.map(({ ref }) => ref);
    const priced = Object.fromEntries(refs.flatMap((ref) => (prices[ref] ? [[ref, prices[ref]]] : [])));
    return {
      suite,
      candidates: [],
      plannedSamples: suite.models.length * suite.cases.length,
      endpoints: Object.fromEntries(refs.map((ref) => [ref, endpointOf(ref)])),
      prices: priced,
      worstPrices: priced,
      estimate: { lowUsd: null, highUsd: null, unknownModels: [], judging: null },
      missingKeys: [],
      problems: [],
    };
  };
  const bench = {
    prepare,
    start: async (prepared: PreparedRun) => {
      started.push(prepared);
      const run = {
        id: 'run',
        startedAt: '2026-11-21T00:00:00.000Z',
        finishedAt: '2026-11-21T00:01:00.000Z',
        statusMessage: null,
      };
      return { run, candidates: [], finished: Promise.resolve(run), cancel() {} } as unknown as RunHandle;
    },
    store: async () => ({ scoredRun: async () => scoredOf(started.at(-1), said) }),
  } as unknown as MinimalTestContext['bench'];
  return { context: { bench, suiteOptions, models }, started };
}

function endpointOf(ref: string): Endpoint {
  const hosts: Readonly<Record<string, string>> = { ollama: 'http://localhost:11434/v1', vscode: 'vscode://lm' };
  const provider = ref.slice(0, ref.indexOf('/'));
  const api = provider === 'vscode' ? 'vscode-lm' : 'openai-chat';
  return { provider, api, baseUrl: hosts[provider] ?? 'https://api.invalid/v1', apiKey: 'k', headers: {} };
}

function scoredOf(prepared: PreparedRun | undefined, said: (ref: string, prompt: number) => Call): ScoredRun {
  assert.ok(prepared);
  const { suite } = prepared;
  const attempts = suite.models.flatMap(({ ref, provider, model }) =>
    suite.cases.map(({ category }, prompt) => ({
      provider,
      model,
      category,
      final: true,
      warmup: false,
      timing: { e2eMs: 500, ttftMs: 100, decodeTokensPerSecond: null },
      ...said(ref, prompt),
    })),
  );
  return { detail: { suite, candidates: [], prices: prepared.prices }, attempts } as unknown as ScoredRun;
}

function options(context: MinimalTestContext, more: Partial<MinimalTestOptions> = {}): MinimalTestOptions {
  return { ...context, maxUsd: 0.05, triggeredBy: 'test', ...more };
}

describe('the price of the minimal test', () => {
  it('is at worst every answer as long as it may be, and every character three tokens', async () => {
    const { context, started } = scene(['openai/dear', 'openai/cheap']);
    const { calls, worstUsd, unpriced } = await estimateMinimalTest(context, ['math']);
    assert.deepEqual([calls, unpriced, started.length], [6, [], 0]);
    const answers = (3 * 1000 * (40 + 0.4)) / 1e6;
    assert.ok(worstUsd > answers && worstUsd < 1.2 * answers, String(worstUsd));
  });

  it('is capped, and told before the first call', async () => {
    const { context, started } = scene(['openai/dear', 'openai/cheap']);
    const told: number[] = [];
    const onPlan = ({ calls }: { readonly calls: number }) => void told.push(calls + started.length);
    await minimalTest(options(context, { maxUsd: 0.02, onPlan }))(['math'], signal);
    assert.deepEqual([told, started[0]?.suite.budgetUsd], [[6], 0.02]);
  });

  it('can be refused: then nothing is called', async () => {
    const { context, started } = scene(['openai/dear', 'openai/cheap']);
    const onPlan = () => Promise.reject(new Error('too dear'));
    await assert.rejects(minimalTest(options(context, { onPlan }))(['math'], signal), /too dear/);
    assert.equal(started.length, 0);
  });

  it('leaves out models whose price nobody knows, but none of this machine or of the editor', async () => {
    const { context, started } = scene(['openai/dear', 'mistral/unpriced', 'ollama/llama', 'vscode/copilot/x']);
    const { unpriced } = await estimateMinimalTest(context, ['math']);
    assert.deepEqual(unpriced, ['mistral/unpriced']);
    await minimalTest(options(context))(['math'], signal);
    assert.deepEqual(
      started[0]?.suite.models.map(({ ref }) => ref),
      ['openai/dear', 'ollama/llama', 'vscode/copilot/x'],
    );
  });

  it('needs two models that have one, and names those it left out', async () => {
    const { context } = scene(['openai/dear', 'mistral/unpriced']);
    await assert.rejects(
      estimateMinimalTest(context),
      (error) => error instanceof SourceFailure && error.error.kind === 'too-few' && error.message.includes('mistral/unpriced'),
    );
  });
});

describe('the models of the minimal test', () => {
  it('are left out where an answer is missing or was cut off, which is no wrong answer', async () => {
    const { context } = scene(['openai/dear', 'openai/cheap', 'ollama/llama', 'ollama/qwen'], (ref, prompt) => {
      if (ref === 'openai/dear' && prompt === 0) return { quality: 0, finishReason: 'length' };
      if (ref === 'ollama/llama' && prompt === 1) return { quality: null, finishReason: null };
      if (ref === 'ollama/qwen' && prompt === 2) return { quality: 1, finishReason: 'length' };
      return { quality: prompt === 0 ? 0 : 1, finishReason: 'stop' };
    });
    const leftOut: unknown[] = [];
    const onEnd: MinimalTestOptions['onEnd'] = (_, models) => void leftOut.push(...models);
    const [ranking] = await minimalTest(options(context, { onEnd }))(['math'], signal);
    assert.deepEqual(
      ranking?.models.map(({ id, rank, inputUsdPerMTok }) => [id, rank, inputUsdPerMTok]),
      [
        ['ollama/qwen', 1, null],
        ['openai/cheap', 1, 0.1],
      ],
    );
    assert.deepEqual(leftOut, [
      { model: 'openai/dear', categories: ['math'] },
      { model: 'ollama/llama', categories: ['math'] },
    ]);
  });
});
