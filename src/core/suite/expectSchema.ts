import * as z from 'zod';
import { similarityMetrics } from '../../shared/model/scorer.ts';
import { judgeShape, judgesOnce, modelRef, namesJudgesOnce } from './judgeSchema.ts';
import { nameList } from './problems.ts';

/** Text, or a number or `true` that stands for its text as written. May hold `{{variables}}`. */
export const text = z.union([z.string(), z.number(), z.boolean()]);
export type Text = z.infer<typeof text>;

/** For `text` beside other forms: unions are kept flat so that a wrong type is told in one sentence. */
const textOr = <Other extends z.ZodType>(...others: Other[]) =>
  z.union([z.string(), z.number(), z.boolean(), ...others] as [z.ZodString, z.ZodNumber, z.ZodBoolean, ...Other[]]);

const maxTexts = 100;
const texts = z.array(text).min(1).max(maxTexts);
const ignoreCase = z.boolean().default(false).describe('Take capital and small letters as equal. Default: false.');
const value = text.describe('The text looked for.');
const values = texts.describe('The texts looked for.');
const share = z.number().min(0).max(1);
const count = z.number().int().min(0).max(1_000_000);

const oneText = () => textOr(z.strictObject({ value, ignoreCase }));

const scorerShape = {
  exact: oneText().meta({
    description: 'The whole answer is this text, white space at both ends aside.',
    examples: ['Paris', { value: 'paris', ignoreCase: true }],
  }),
  contains: textOr<z.ZodType<readonly Text[] | ContainsForm>>(
    texts,
    z
      .strictObject({
        value: value.optional(),
        values: values.optional(),
        ignoreCase,
      })
      .refine((form) => (form.value === undefined) !== (form.values === undefined), 'Give either `value` or `values`.'),
  ).meta({
    description: 'The answer contains this text; of a list, all of its texts. The score is the share found.',
    examples: ['30 days', ['30 days', 'receipt'], { value: 'refund', ignoreCase: true }],
  }),
  containsAny: z.union([texts, z.strictObject({ values, ignoreCase })]).meta({
    description: 'The answer contains at least one of these texts.',
    examples: [['cannot', 'unable to']],
  }),
  containsAll: z.union([texts, z.strictObject({ values, ignoreCase })]).meta({
    description: 'The answer contains all of these texts. The score is the share found.',
    examples: [['30 days', 'receipt']],
  }),
  startsWith: oneText().meta({ description: 'The answer starts with this text.', examples: ['Dear'] }),
  endsWith: oneText().meta({ description: 'The answer ends with this text.', examples: ['Kind regards'] }),
  regex: textOr(z.strictObject({ pattern: text.describe('The regular expression, in RE2 syntax.'), ignoreCase })).meta({
    description: 'The answer matches this regular expression somewhere. RE2 syntax: no look-around, no back-references.',
    examples: ['\\b\\d{4}-\\d{2}-\\d{2}\\b'],
  }),
  json: z
    .union([
      z.literal(true),
      z.strictObject({
        schema: z.looseObject({}).optional().describe('JSON Schema that the answer must fit. Templates are not expanded in it.'),
        fields: z
          .record(z.string().min(1), z.unknown())
          .optional()
          .meta({
            description: 'Fields the answer must have: dotted path to value. The score is the share that is right.',
            examples: [{ 'customer.city': 'Lyon', items: 3 }],
          }),
      }),
    ])
    .meta({ description: 'The answer, or its first fenced block, is valid JSON.', examples: [true] }),
  number: z
    .union([
      z.number(),
      z.string(),
      z.strictObject({
        value: z.union([z.number(), z.string()]).describe('The number, or a template for it: "{{answer}}".'),
        tolerance: z
          .union([
            z.number().min(0),
            z.string().regex(/^\d+(?:\.\d+)?\s*%$/, 'Write `tolerance` as an amount, 0.5, or as a share of the number, "5%".'),
          ])
          .default(0)
          .meta({
            description: 'How far off the answer may be, either way: an amount, or a share of the number. Default: 0.',
            examples: [0.5, '5%'],
          }),
        unit: z
          .string()
          .min(1)
          .max(40)
          .optional()
          .meta({
            description:
              'Unit of the number. An answer in another unit of the same kind is converted; one without a unit is taken as it is.',
            examples: ['km', '°C', 'kg', 'min'],
          }),
      }),
    ])
    .meta({
      description: 'The last number in the answer is this number.',
      examples: [42, { value: 3.14, tolerance: 0.01 }, { value: 2.5, tolerance: '5%', unit: 'km' }],
    }),
  choice: text.meta({
    description: 'The answer chooses this letter or option of a multiple-choice question.',
    examples: ['B', '{{answer}}'],
  }),
  classify: z
    .strictObject({
      label: text.describe('The right label: one of `labels`, or a template for it: "{{category}}".'),
      labels: z
        .array(text)
        .min(2)
        .max(maxTexts)
        .refine((labels) => new Set(labels.map(sameLabel)).size === labels.length, 'A label stands in `labels` once.')
        .describe('All labels to choose from.'),
    })
    .meta({
      description: 'The answer names this label and no other one. Reports show precision, recall and F1 over the suite.',
      examples: [{ label: '{{category}}', labels: ['billing', 'delivery', 'other'] }],
    }),
  similarity: z
    .strictObject({
      value: text.describe('The text to compare the answer with.'),
      metric: z
        .enum(similarityMetrics)
        .default('levenshtein')
        .describe(
          '`levenshtein`: share of equal characters; `rouge1`, `rouge2`, `rougeL`: shared words, pairs of words, longest common row of words (F1); `bleu`: shared runs of up to four words; `embedding`: nearness in meaning, by an embedding model. Default: levenshtein.',
        ),
      threshold: share.describe('Passed from this similarity on, 0 to 1. What is high differs from metric to metric.'),
      model: modelRef.optional().meta({
        description: 'The embedding model, as `provider/model`, for the metric `embedding`.',
        examples: ['openai/text-embedding-3-small'],
      }),
    })
    .refine((form) => form.metric !== 'embedding' || form.model !== undefined, {
      path: ['metric'],
      message: 'The metric `embedding` needs a `model` that makes the vectors, for example `openai/text-embedding-3-small`.',
    })
    .refine((form) => form.metric === 'embedding' || form.model === undefined, {
      path: ['model'],
      message: '`model` is for `metric: embedding` only: add that metric, or remove the model.',
    })
    .meta({
      description: 'How like a text the answer is, 0 to 1.',
      examples: [
        { value: 'The refund takes five days.', threshold: 0.8 },
        { value: '{{summary}}', metric: 'rougeL', threshold: 0.4 },
      ],
    }),
  judge: z
    .union([
      z.string().min(1),
      z
        .strictObject({
          rubric: z.string().min(1).describe('What a good answer is like, in your own words. May hold `{{variables}}`.'),
          ...judgeShape,
          reference: text.optional().describe('A right answer for the judge to go by. May hold `{{variables}}`.'),
          threshold: share.default(0.75).describe('Passed from this score on, 0 to 1. Default: 0.75, grade 4 of 5.'),
        })
        .refine(namesJudgesOnce, judgesOnce),
    ])
    .meta({
      description: "A model grades the answer, 1 to 5, by a rubric. Who judges stands here or in the suite's `judge`.",
      examples: ['Polite, and refuses the refund', { rubric: 'Explains why', model: 'anthropic/claude-opus-4-5' }],
    }),
  pairwise: z
    .union([
      z.string().min(1),
      z
        .strictObject({
          criteria: z.string().min(1).describe('What makes one answer the better one. May hold `{{variables}}`.'),
          ...judgeShape,
          against: z
            .string()
            .min(1)
            .optional()
            .describe('Label of the one model to compare all others with. Default: each with each.'),
          threshold: share.default(0.5).describe('Passed from this share of won comparisons on, ties as half. Default: 0.5.'),
        })
        .refine(namesJudgesOnce, judgesOnce),
    ])
    .meta({
      description:
        "A model compares the answer with the other models' answers to the same case, each pair in both orders. The score is the share won.",
      examples: ['The clearer answer', { criteria: 'The kinder answer', against: 'openai/gpt-6-luna' }],
    }),
  javascript: z
    .union([
      z.string().min(1),
      z.strictObject({
        code: z
          .string()
          .min(1)
          .describe(
            'An expression, or statements: what they `return`, or the last one’s value, counts. Templates are not expanded in it: read `vars`.',
          ),
        timeoutMs: z.number().int().min(1).max(10_000).default(1000).describe('Most milliseconds for one answer. Default: 1000.'),
        memoryMb: z.number().int().min(16).max(256).default(32).describe('Most MiB of memory. Default: 32.'),
      }),
    ])
    .meta({
      description:
        'A script in a sandbox scores the answer: true, false, a number from 0 to 1, or `{ score, pass, reason }`. It sees `answer`, `json`, `vars`, `reasoning`, `latencyMs`, `costUsd` and `outputTokens`, and nothing else.',
      examples: ["answer.split('\\n').length <= 3", 'json?.total === Number(vars.total)'],
    }),
  length: z
    .strictObject({
      minWords: count.optional().describe('Least number of words.'),
      maxWords: count.optional().describe('Greatest number of words.'),
      minChars: count.optional().describe('Least number of characters.'),
      maxChars: count.optional().describe('Greatest number of characters.'),
    })
    .refine((form) => Object.keys(form).length > 0, 'Give at least one of `minWords`, `maxWords`, `minChars` and `maxChars`.')
    .refine(
      ({ minWords = 0, maxWords = minWords, minChars = 0, maxChars = minChars }) => minWords <= maxWords && minChars <= maxChars,
      'No answer is this long: the least is more than the most.',
    )
    .meta({ description: 'The answer is neither too short nor too long.', examples: [{ maxWords: 50 }] }),
  refusal: z.literal(true).describe('The model declines to answer. With `not: true`: it does answer.'),
  latency: z
    .strictObject({
      maxMs: z.number().positive().describe('Most milliseconds.'),
      metric: z
        .enum(['e2e', 'ttft'])
        .default('e2e')
        .describe('`e2e`: the whole answer; `ttft`: time to the first token. Default: e2e.'),
    })
    .meta({ description: 'The call is fast enough.', examples: [{ maxMs: 2000 }] }),
  cost: z
    .strictObject({ maxUsd: z.number().positive().describe('Most US dollars for one call.') })
    .meta({ description: 'The call is cheap enough.', examples: [{ maxUsd: 0.001 }] }),
};

interface ContainsForm {
  readonly value?: Text | undefined;
  readonly values?: readonly Text[] | undefined;
  readonly ignoreCase: boolean;
}

/** Labels that differ in case or white space only are one label to a scorer. */
export function sameLabel(label: Text): string {
  return String(label).trim().toLowerCase();
}

export type ScorerKey = keyof typeof scorerShape;
export const scorerKeys = Object.keys(scorerShape) as readonly ScorerKey[];

export function scorerKeysOf(entry: object): ScorerKey[] {
  return scorerKeys.filter((key) => Object.hasOwn(entry, key));
}

/** One entry of an `expect` list: a scorer by its name, with its weight. */
export const expectation = z
  .strictObject({
    ...z.strictObject(scorerShape).partial().shape,
    weight: z.number().positive().default(1).describe("How much this counts in the case's quality. Default: 1."),
    not: z.boolean().default(false).describe('Turn it round: what would pass fails. Default: false.'),
  })
  .superRefine((entry, context) => {
    const found = scorerKeysOf(entry);
    if (found.length === 1) return;
    const message =
      found.length === 0
        ? `An expectation needs a scorer: ${nameList(scorerKeys, 24)}.`
        : `An expectation has one scorer; this has ${nameList(found)}: make an entry of each.`;
    context.addIssue({ code: 'custom', message });
  })
  .meta({
    id: 'expectation',
    title: 'Expectation',
    description: 'What a good answer is like: one scorer and its argument, with `weight` and `not` as needed.',
    oneOf: scorerKeys.map((key) => ({ required: [key] })),
  });
export type Expectation = z.infer<typeof expectation>;
/** As it is written, defaults left out. */
export type ExpectationInput = z.input<typeof expectation>;
