import * as z from 'zod';
import { apiKinds } from '../../shared/model/suite.ts';
import { expectation, text } from './expectSchema.ts';
import { modelRef, suiteJudge } from './judgeSchema.ts';

/** The format of suite files. Everything said here drives validation, hover and completion: see `jsonSchema.ts`. */

export const maxCases = 100_000;
export const maxRepeats = 1000;
const dayMs = 86_400_000;
const usdPerMTok = z.number().min(0).max(1_000_000);
const share = z.number().min(0).max(1);
const ms = z.number().positive().max(dayMs);
const rise = z.number().min(0).max(1000);

export const params = z
  .strictObject({
    maxOutputTokens: z.number().int().min(1).max(10_000_000).optional().describe('Most tokens of an answer, reasoning included.'),
    temperature: z.number().min(0).max(2).optional().describe('0 is the most repeatable, 2 the most varied.'),
    topP: share.optional().describe('Nucleus sampling: the share of probability that tokens are drawn from.'),
    seed: z
      .number()
      .int()
      .min(-2_147_483_648)
      .max(2_147_483_647)
      .optional()
      .describe('Seed of the sampling, where the provider takes one.'),
    stop: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(16)])
      .optional()
      .meta({ description: 'The answer ends before this text, or the first of these.', examples: ['###'] }),
    reasoningEffort: z.enum(['minimal', 'low', 'medium', 'high']).optional().describe('How long a reasoning model thinks.'),
  })
  .meta({
    id: 'params',
    title: 'Parameter set',
    description: "Sampling parameters. One that is absent is not sent: the provider's default holds.",
    examples: [{ maxOutputTokens: 300, temperature: 0 }],
  });

const model = z
  .strictObject({
    model: modelRef,
    label: z.string().min(1).max(80).optional().describe('Name in reports; unique in the suite. Default: the model.'),
    params: params.optional().describe("Parameters of this entry, laid over the suite's `params`."),
  })
  .meta({ title: 'Model entry' });

const prompt = z
  .strictObject({
    id: z.string().min(1).max(80).optional().describe('Name of the variant in reports. Default: `prompt 1`, `prompt 2`, …'),
    system: z.string().optional().describe("System prompt of this variant, in place of the suite's."),
    template: z.string().min(1).describe('The prompt, with `{{variables}}`.'),
  })
  .meta({ title: 'Prompt' });

const expect = z.array(expectation).max(50);

const vars = z.record(z.string().min(1), z.union([z.string(), z.number(), z.boolean(), z.array(z.unknown()), z.looseObject({})]));

const oneCase = z
  .strictObject({
    name: text.optional().describe('Name in reports. May hold `{{variables}}`. Default: `case 1`, or the dataset and its row.'),
    category: text.optional().describe('Reports show the quality of each category. May hold `{{variables}}`.'),
    vars: vars.optional().meta({
      description:
        'The variables of this case, for the `{{places}}` of prompts and expectations. Of a dataset: more of them, made of the `{{columns}}` of each row.',
      examples: [{ question: 'Can I return it after five weeks?' }, { question: 'What is {{a}} + {{b}}?' }],
    }),
    prompt: z.string().min(1).optional().describe("This case's own prompt, for a suite without `prompt` or `prompts`."),
    expect: expect.optional().describe("What a good answer to this case is like; the suite's `expect` is added."),
    dataset: z
      .string()
      .min(1)
      .optional()
      .meta({
        description: 'A CSV, JSON or JSONL file beside the suite: each row is a case, each column a variable.',
        examples: ['data/questions.csv'],
      }),
    filter: z
      .record(z.string().min(1), text)
      .optional()
      .meta({ description: 'Take the rows with these values in these columns only.', examples: [{ subject: 'physics' }] }),
    sample: z
      .number()
      .int()
      .min(1)
      .max(maxCases)
      .optional()
      .describe('Take this many rows, drawn at random, in the order of the file.'),
    seed: z.number().int().min(0).max(4_294_967_295).optional().describe('Another seed draws another sample. Default: 0.'),
  })
  .superRefine((entry, context) => {
    const refuse = (key: 'prompt' | 'filter' | 'sample' | 'seed', message: string) => {
      if (entry[key] !== undefined) context.addIssue({ code: 'custom', path: [key], message });
    };
    if (entry.dataset === undefined) {
      refuse('filter', '`filter` chooses rows of a dataset: give a `dataset` too.');
      refuse('sample', '`sample` draws rows of a dataset: give a `dataset` too.');
      refuse('seed', '`seed` is for the sample of a dataset: give a `dataset` too.');
    } else {
      const example = '`vars: { question: "What is {{a}} + {{b}}?" }`';
      refuse(
        'prompt',
        `A dataset has no prompt of its own: remove \`prompt\`, and make what the suite's prompt takes of the columns, as in ${example}.`,
      );
    }
  })
  .meta({
    title: 'Case',
    description: 'One question, or a dataset with one in each row.',
    dependencies: { filter: ['dataset'], sample: ['dataset'], seed: ['dataset'] },
    not: { required: ['dataset', 'prompt'] },
  });

const endpoint = z
  .strictObject({
    api: z.enum(apiKinds).describe('The wire format that the server speaks.'),
    baseUrl: z
      .string()
      .min(1)
      .meta({
        description: 'URL of the server, with the version segment where the format has one.',
        examples: ['http://localhost:11434/v1'],
      }),
    keyEnv: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, '`keyEnv` is the name of an environment variable, never the key itself.')
      .optional()
      .meta({ description: 'Environment variable that the command line reads the key from.', examples: ['MY_SERVER_KEY'] }),
    headers: z
      .record(z.string().min(1), z.string())
      .optional()
      .meta({ description: 'Headers sent with each request. Never keys.', examples: [{ 'X-Team': 'search' }] }),
  })
  .meta({ title: 'Endpoint' });

const price = z
  .strictObject({
    input: usdPerMTok.describe('USD per million input tokens.'),
    output: usdPerMTok.describe('USD per million output tokens, reasoning included.'),
    cachedInput: usdPerMTok.optional().describe('USD per million input tokens read from a cache. Default: as `input`.'),
    cacheWrite: usdPerMTok.optional().describe('USD per million input tokens written to a cache. Default: as `input`.'),
  })
  .meta({ title: 'Price', examples: [{ input: 0.25, output: 2 }] });

const retries = z
  .strictObject({
    max: z.number().int().min(0).max(10).default(2).describe('Attempts after the first. Default: 2.'),
    baseMs: z.number().min(0).max(dayMs).default(500).describe('First wait in ms, doubled with each retry. Default: 500.'),
    capMs: ms.default(30_000).describe('Longest wait in ms; a server that asks for more fails the call. Default: 30000.'),
    deadlineMs: ms
      .default(600_000)
      .describe(
        'No further attempt begins later than this after the first was sent, in ms; a model that does nothing but refuse for so long is given up. Default: 600000.',
      ),
  })
  .meta({ title: 'Retry policy' });

const timeouts = z
  .strictObject({
    headersMs: ms.default(60_000).describe("Until the answer's headers, in ms. Default: 60000."),
    idleMs: ms.default(30_000).describe('Longest gap between two pieces of an answer, in ms. Default: 30000.'),
    totalMs: ms.default(300_000).describe('The whole call, in ms. Default: 300000.'),
  })
  .meta({ title: 'Timeout set' });

const limits = z
  .strictObject({
    requestsPerMinute: z
      .number()
      .positive()
      .max(1_000_000)
      .optional()
      .describe('Most calls a minute. Default: no limit of ours.'),
    tokensPerMinute: z
      .number()
      .positive()
      .max(1_000_000_000)
      .optional()
      .describe('Most tokens a minute, input and output together. Default: no limit of ours.'),
    headroom: share
      .default(0.2)
      .describe("Share of a provider's announced limit that is left to others who use the same key. Default: 0.2."),
  })
  .meta({ title: 'Limit set', examples: [{ requestsPerMinute: 60 }] });

const timing = z
  .strictObject({
    outputTokens: z
      .number()
      .int()
      .min(2)
      .max(100_000)
      .optional()
      .describe('Length that every answer is to have, in tokens. An answer that is off by more than 10 % is an error.'),
  })
  .meta({ title: 'Timing mode', examples: [{ outputTokens: 300 }] });

const thresholds = z
  .strictObject({
    quality: share.optional().describe('Least mean quality, 0 to 1.'),
    passRate: share.optional().describe('Least share of passed cases, 0 to 1.'),
    p50LatencyMs: ms.optional().describe('Greatest median latency in ms.'),
    p95LatencyMs: ms.optional().describe('Greatest 95th percentile of latency in ms.'),
    p95TtftMs: ms.optional().describe('Greatest 95th percentile of time to the first token in ms.'),
    costUsd: z.number().positive().optional().describe('Most US dollars for the whole run.'),
    errorRate: share.optional().describe('Greatest share of failed calls, 0 to 1.'),
    qualityDrop: share
      .optional()
      .describe('Most quality (of 1) that a model may be shown to have lost against the baseline. 0: no shown loss.'),
    costRise: rise
      .optional()
      .describe('Most that a call may be shown to cost more than in the baseline, as a share: 0.1 is 10 %.'),
    latencyRise: rise
      .optional()
      .describe('Most that a call may be shown to take longer than in the baseline, as a share: 0.1 is 10 %.'),
  })
  .meta({ title: 'Threshold set' });

const endpointId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'The id of an endpoint has letters, digits, `.`, `_` and `-` only.');

export const suiteSchema = z
  .strictObject({
    $schema: z.string().optional().describe('JSON Schema of this format, for editors.'),
    name: z.string().min(1).max(200).optional().describe('Name of the suite. Default: the name of the file.'),
    description: z.string().default('').describe('What the suite finds out.'),
    models: z
      .array(z.union([modelRef, model]))
      .min(1)
      .max(200)
      .describe('The models to compare, each as `provider/model` or with its own label and parameters.'),
    params: params.prefault({}).describe('Sampling parameters of every model. One that is absent is not sent.'),
    repeats: z.number().int().min(1).max(maxRepeats).default(1).describe('How many times each case is asked. Default: 1.'),
    concurrency: z
      .number()
      .int()
      .min(1)
      .max(256)
      .optional()
      .describe('Calls in flight at each provider. Default: 8. In timing mode over all providers together, and 1.'),
    limits: limits.prefault({}).describe('How much is asked of each provider, so that others with the same key can go on.'),
    timing: z
      .union([z.boolean(), timing])
      .default(false)
      .describe('Measure speed before all else: one call at a time, warmed up. May fix the length of the answers.'),
    warmup: z
      .number()
      .int()
      .min(0)
      .max(100)
      .optional()
      .describe('Calls to each model before measuring, left out of every figure. Default: 0, in timing mode 1.'),
    retries: retries.prefault({}).describe('What happens after a rate limit, a server error or a lost connection.'),
    timeouts: timeouts.prefault({}).describe('When a call is given up.'),
    budget: z
      .strictObject({ usd: z.number().positive().describe('Most US dollars for one run.') })
      .optional()
      .describe('The run stops before it costs more. Default: no limit.'),
    system: z.string().optional().describe('System prompt. May hold `{{variables}}`.'),
    prompt: z
      .string()
      .min(1)
      .optional()
      .meta({
        description: 'The prompt, with `{{variables}}`. Two braces as such are written `\\{{`.',
        examples: ['Customer asks: {{question}}'],
      }),
    prompts: z
      .array(z.union([z.string().min(1), prompt]))
      .min(1)
      .max(100)
      .optional()
      .describe('Several prompts, compared as variants.'),
    cases: z.array(oneCase).min(1).max(maxCases).describe('The questions: written here, or the rows of a dataset.'),
    expect: expect.default([]).describe('Expectations added to those of every case.'),
    judge: suiteJudge.optional().meta({
      description:
        'Who judges where a `judge` or `pairwise` expectation names nobody: best a strong model that is none of those compared.',
      examples: ['anthropic/claude-opus-4-5', { models: ['anthropic/claude-opus-4-5', 'google/gemini-3.5-flash'] }],
    }),
    margin: z
      .number()
      .gt(0)
      .max(1)
      .default(0.03)
      .describe('Quality (of 1) that may be lost by a model that still counts as as good. Default: 0.03.'),
    endpoints: z
      .record(endpointId, endpoint)
      .default({})
      .meta({
        description: 'Servers of your own, by id; their models are written `id/model`.',
        examples: [{ local: { api: 'openai-chat', baseUrl: 'http://localhost:11434/v1' } }],
      }),
    prices: z
      .record(z.string().min(1), price)
      .default({})
      .meta({
        description: 'Prices by `provider/model`, in USD per million tokens, in place of the built-in list.',
        examples: [{ 'local/llama3.2': { input: 0, output: 0 } }],
      }),
    thresholds: thresholds.prefault({}).describe('Limits that a run must keep; the command line fails when it does not.'),
  })
  .superRefine((file, context) => {
    if (file.prompt === undefined || file.prompts === undefined) return;
    context.addIssue({ code: 'custom', path: ['prompt'], message: 'Give either `prompt` or `prompts`.' });
  })
  .meta({
    title: 'Suite',
    description: 'A benchmark suite of LLM Bench: models, prompts, cases and what a good answer is like.',
  });

export type SuiteFile = z.infer<typeof suiteSchema>;
/** As it is written, defaults left out. */
export type SuiteInput = z.input<typeof suiteSchema>;
export type CaseEntry = SuiteFile['cases'][number];
