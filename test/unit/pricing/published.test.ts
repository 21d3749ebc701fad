import assert from 'node:assert/strict';
import test from 'node:test';
import { calcPrice } from '@pydantic/genai-prices';
import { costOf } from '../../../src/core/pricing/cost.ts';
import { listedPrice } from '../../../src/core/pricing/priceList.ts';
import { unknownUsage } from '../../../src/shared/model/usage.ts';

/** Noon in Greenwich: DeepSeek's dearer hours are over. */
const at = new Date('2026-11-20T12:00:00Z');

/** Tokens of a call: all input, of it read from and written to the cache, all output, of it reasoning. */
interface Mix {
  readonly in: number;
  readonly read?: number;
  readonly written?: number;
  readonly out: number;
  readonly thought?: number;
}

type Row = readonly [list: string, model: string, mix: Mix, working: string, microUsd: number];

/**
 * Worked out by hand from the published prices: tokens × USD per million tokens, in millionths of a dollar. Where one model
 * stands twice, its price has a tier for long prompts and the rows stand on either side of its edge.
 */
const rows: readonly Row[] = [
  ['openai', 'gpt-6-luna', { in: 10_000, out: 1000 }, '10000 × 0.1 + 1000 × 0.5', 1500],
  ['openai', 'gpt-6-luna', { in: 272_000, out: 1000 }, '272000 × 0.1 + 1000 × 0.5', 27_700],
  ['openai', 'gpt-6-luna', { in: 272_001, out: 1000 }, '272001 × 0.2 + 1000 × 0.75', 55_150.2],
  [
    'openai',
    'gpt-6-luna',
    { in: 300_000, read: 100_000, written: 50_000, out: 2000 },
    '150000 × 0.2 + 100000 × 0.02 + 50000 × 0.25 + 2000 × 0.75',
    46_000,
  ],
  [
    'openai',
    'gpt-6-sol',
    { in: 20_000, read: 8000, written: 2000, out: 3000, thought: 2500 },
    '10000 × 2 + 8000 × 0.2 + 2000 × 2.5 + 3000 × 10',
    56_600,
  ],
  ['openai', 'gpt-5.5', { in: 271_999, out: 1000 }, '271999 × 5 + 1000 × 30', 1_389_995],
  ['openai', 'gpt-5.5', { in: 272_000, read: 200_000, out: 1000 }, '72000 × 10 + 200000 × 1 + 1000 × 45', 965_000],
  ['openai', 'gpt-5.4-mini', { in: 5000, out: 800 }, '5000 × 0.75 + 800 × 4.5', 7350],
  ['openai', 'gpt-5-nano', { in: 40_000, read: 39_000, out: 100 }, '1000 × 0.05 + 39000 × 0.005 + 100 × 0.4', 285],
  ['openai', 'gpt-4.1', { in: 12_000, read: 4000, out: 500 }, '8000 × 2 + 4000 × 0.5 + 500 × 8', 22_000],
  ['openai', 'gpt-4o', { in: 10_000, read: 4000, out: 1000 }, '6000 × 2.5 + 4000 × 1.25 + 1000 × 10', 30_000],
  ['openai', 'gpt-4o-2024-05-13', { in: 1000, out: 1000 }, '1000 × 5 + 1000 × 15', 20_000],
  ['openai', 'o3', { in: 3000, out: 4000, thought: 3600 }, '3000 × 2 + 4000 × 8', 38_000],
  ['openai', 'o4-mini', { in: 2000, read: 1000, out: 5000, thought: 4900 }, '1000 × 1.1 + 1000 × 0.275 + 5000 × 4.4', 23_375],
  ['openai', 'gpt-5.6-luna', { in: 1000, written: 1000, out: 10 }, '1000 × 0.25 + 10 × 1.2', 262],
  ['openai', 'gpt-5.6-sol', { in: 500_000, out: 1000 }, '500000 × 8 + 1000 × 30', 4_030_000],
  [
    'anthropic',
    'claude-opus-5',
    { in: 30_000, read: 20_000, written: 5000, out: 2000 },
    '5000 × 5 + 20000 × 0.5 + 5000 × 6.25 + 2000 × 25',
    116_250,
  ],
  ['anthropic', 'claude-opus-4-1', { in: 1000, out: 1000 }, '1000 × 15 + 1000 × 75', 90_000],
  ['anthropic', 'claude-sonnet-4-5', { in: 200_000, out: 1000 }, '200000 × 3 + 1000 × 15', 615_000],
  [
    'anthropic',
    'claude-sonnet-4-5',
    { in: 200_001, read: 150_000, written: 50_000, out: 1000 },
    '1 × 6 + 150000 × 0.6 + 50000 × 7.5 + 1000 × 22.5',
    487_506,
  ],
  ['anthropic', 'claude-sonnet-5', { in: 8000, out: 600 }, '8000 × 2 + 600 × 10', 22_000],
  [
    'anthropic',
    'claude-haiku-4-5',
    { in: 50_000, read: 48_000, written: 1000, out: 400, thought: 300 },
    '1000 × 1 + 48000 × 0.1 + 1000 × 1.25 + 400 × 5',
    9050,
  ],
  ['anthropic', 'claude-3-5-haiku-latest', { in: 1000, out: 1000 }, '1000 × 0.8 + 1000 × 4', 4800],
  ['anthropic', 'claude-3-7-sonnet-20250219', { in: 1000, out: 2000, thought: 1500 }, '1000 × 3 + 2000 × 15', 33_000],
  ['google', 'gemini-2.5-pro', { in: 200_000, out: 100 }, '200000 × 1.25 + 100 × 10', 251_000],
  [
    'google',
    'gemini-2.5-pro',
    { in: 250_000, read: 50_000, out: 4000, thought: 3000 },
    '200000 × 2.5 + 50000 × 0.25 + 4000 × 15',
    572_500,
  ],
  ['google', 'gemini-2.5-flash', { in: 10_000, out: 1000, thought: 800 }, '10000 × 0.3 + 1000 × 2.5', 5500],
  ['google', 'gemini-3.1-pro-preview', { in: 300_000, out: 1000 }, '300000 × 4 + 1000 × 18', 1_218_000],
  ['google', 'gemini-3.5-flash-lite', { in: 1000, read: 500, out: 100 }, '500 × 0.3 + 500 × 0.03 + 100 × 2.5', 415],
  ['google', 'gemini-1.5-flash', { in: 128_001, out: 1000 }, '128001 × 0.15 + 1000 × 0.6', 19_800.15],
  ['groq', 'openai/gpt-oss-120b', { in: 10_000, read: 2000, out: 1000 }, '8000 × 0.15 + 2000 × 0.075 + 1000 × 0.6', 1950],
  ['groq', 'llama-3.3-70b-versatile', { in: 1000, out: 1000 }, '1000 × 0.59 + 1000 × 0.79', 1380],
  // No price for cached input: it is billed as input.
  ['groq', 'llama-3.1-8b-instant', { in: 100_000, read: 50_000, out: 1000 }, '100000 × 0.05 + 1000 × 0.08', 5080],
  ['together', 'meta-llama/Llama-3.3-70B-Instruct-Turbo', { in: 1000, out: 1000 }, '1000 × 0.88 + 1000 × 0.88', 1760],
  ['together', 'mistralai/Mixtral-8x7B-Instruct-v0.1', { in: 2000, out: 500 }, '2000 × 0.9 + 500 × 0.9', 2250],
  ['openrouter', 'openai/gpt-oss-120b', { in: 10_000, out: 1000 }, '10000 × 0.039 + 1000 × 0.18', 570],
  ['openrouter', 'openai/gpt-4o', { in: 1000, out: 1000 }, '1000 × 2.5 + 1000 × 10', 12_500],
  // Reasoning has a price of its own.
  ['openrouter', 'perplexity/sonar-deep-research', { in: 1000, out: 1000, thought: 400 }, '1000 × 2 + 600 × 8 + 400 × 3', 8000],
  [
    'openrouter',
    'anthropic/claude-sonnet-4.5',
    { in: 250_000, read: 200_000, out: 1000 },
    '50000 × 6 + 200000 × 0.6 + 1000 × 22.5',
    442_500,
  ],
  // The tier leaves the price of cached input as it is.
  ['openrouter', 'x-ai/grok-4-fast', { in: 130_000, read: 30_000, out: 1000 }, '100000 × 0.4 + 30000 × 0.05 + 1000 × 1', 42_500],
  ['cerebras', 'gpt-oss-120b', { in: 1000, out: 1000 }, '1000 × 0.35 + 1000 × 0.75', 1100],
  ['cerebras', 'qwen-3-32b', { in: 1000, out: 100 }, '1000 × 0.4 + 100 × 0.8', 480],
  [
    'fireworks',
    'accounts/fireworks/models/gpt-oss-120b',
    { in: 10_000, read: 9000, out: 1000 },
    '1000 × 0.15 + 9000 × 0.014 + 1000 × 0.6',
    876,
  ],
  ['fireworks', 'accounts/fireworks/models/kimi-k2p5', { in: 1000, out: 1000 }, '1000 × 0.6 + 1000 × 3', 3600],
  ['mistral', 'mistral-small-latest', { in: 1000, out: 1000 }, '1000 × 0.1 + 1000 × 0.3', 400],
  ['mistral', 'mistral-large-latest', { in: 1000, out: 1000 }, '1000 × 2 + 1000 × 6', 8000],
  ['mistral', 'mistral-medium-latest', { in: 10_000, read: 10_000, out: 0 }, '10000 × 0.15', 1500],
  ['mistral', 'ministral-8b-latest', { in: 1000, out: 1000 }, '1000 × 0.15 + 1000 × 0.15', 300],
  ['x-ai', 'grok-4.3', { in: 199_999, out: 1000 }, '199999 × 1.25 + 1000 × 2.5', 252_498.75],
  [
    'x-ai',
    'grok-4.3',
    { in: 200_000, read: 100_000, out: 1000, thought: 900 },
    '100000 × 2.5 + 100000 × 0.4 + 1000 × 5',
    295_000,
  ],
  ['x-ai', 'grok-3-mini', { in: 1000, read: 400, out: 2000, thought: 1900 }, '600 × 0.3 + 400 × 0.075 + 2000 × 0.5', 1210],
  ['x-ai', 'grok-4-0709', { in: 1000, out: 1000 }, '1000 × 3 + 1000 × 15', 18_000],
  ['deepseek', 'deepseek-v4-flash', { in: 10_000, read: 6000, out: 1000 }, '4000 × 0.22 + 6000 × 0.007 + 1000 × 0.66', 1582],
  ['cohere', 'command-a-03-2025', { in: 1000, out: 1000 }, '1000 × 2.5 + 1000 × 10', 12_500],
  ['cohere', 'command-r-08-2024', { in: 1000, out: 1000 }, '1000 × 0.15 + 1000 × 0.6', 750],
  ['cohere', 'command-r7b-12-2024', { in: 1000, out: 1000 }, '1000 × 0.0375 + 1000 × 0.15', 187.5],
  [
    'aws',
    'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    { in: 10_000, read: 5000, written: 1000, out: 1000 },
    '4000 × 1.1 + 5000 × 0.11 + 1000 × 1.375 + 1000 × 5.5',
    11_825,
  ],
  ['aws', 'anthropic.claude-3-haiku-20240307-v1:0', { in: 1000, out: 1000 }, '1000 × 0.25 + 1000 × 1.25', 1500],
  ['aws', 'openai.gpt-oss-120b-1:0', { in: 1000, out: 1000 }, '1000 × 0.15 + 1000 × 0.6', 750],
  ['aws', 'amazon.nova-lite-v1:0', { in: 10_000, read: 5000, out: 1000 }, '5000 × 0.06 + 5000 × 0.015 + 1000 × 0.24', 615],
  ['aws', 'global.openai.gpt-5.6-luna', { in: 300_000, out: 1000 }, '300000 × 0.4 + 1000 × 1.8', 121_800],
  ['azure', 'gpt-5.4-mini', { in: 1000, read: 500, out: 1000 }, '500 × 0.75 + 500 × 0.075 + 1000 × 4.5', 4912.5],
  ['azure', 'gpt-4o', { in: 1000, out: 1000 }, '1000 × 2.5 + 1000 × 10', 12_500],
  ['azure', 'gpt-4.1', { in: 4000, out: 500 }, '4000 × 2 + 500 × 8', 12_000],
];

/** To a millionth of a millionth of a dollar. */
function near(actual: number | null, expected: number, what: string): void {
  assert.ok(
    actual !== null && Math.abs(actual - expected) < 1e-12 * Math.max(1, expected * 1e3),
    `${what}: ${actual} ≠ ${expected}`,
  );
}

test('the table has forty models and more, of every list that we price by', () => {
  assert.ok(new Set(rows.map(([list, model]) => `${list}/${model}`)).size >= 40);
  assert.equal(new Set(rows.map(([list]) => list)).size, 14);
});

for (const [list, model, mix, working, microUsd] of rows) {
  test(`a call of ${list}/${model} costs ${working}`, async () => {
    const sum = working.split(' + ').reduce(
      (total, part) =>
        total +
        part
          .split(' × ')
          .map(Number)
          .reduce((a, b) => a * b, 1),
      0,
    );
    near(sum / 1e6, microUsd / 1e6, 'the working');
    const usage = {
      ...unknownUsage,
      inputTokens: mix.in,
      outputTokens: mix.out,
      cachedInputTokens: mix.read ?? null,
      cacheWriteTokens: mix.written ?? null,
      reasoningTokens: mix.thought ?? null,
    };
    near(costOf(usage, await listedPrice(list, model, at), null).usd, microUsd / 1e6, 'ours');
    const theirs = calcPrice(
      {
        input_tokens: mix.in,
        output_tokens: mix.out,
        cache_read_tokens: mix.read ?? 0,
        cache_write_tokens: mix.written ?? 0,
        output_reasoning_tokens: mix.thought ?? 0,
      },
      model,
      { providerId: list, timestamp: at },
    );
    near(theirs?.total_price ?? null, microUsd / 1e6, 'of the package itself');
  });
}

for (const [list, model, day, input] of [
  ['openai', 'o3', '2025-06-09', 10],
  ['openai', 'o3', '2025-06-10', 2],
  ['mistral', 'mistral-medium-latest', '2026-06-15', 0.4],
  ['mistral', 'mistral-medium-latest', '2026-06-16', 1.5],
  ['openai', 'gpt-5.6-luna', '2026-07-29', 1],
  ['openai', 'gpt-5.6-luna', '2026-07-30', 0.2],
] as const) {
  test(`${list}/${model} cost $${input} for a million tokens on ${day}`, async () => {
    assert.equal((await listedPrice(list, model, new Date(`${day}T12:00:00Z`)))?.inputPerMTok, input);
  });
}
