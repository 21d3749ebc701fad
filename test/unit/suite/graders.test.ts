import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSuite } from '../../../src/core/suite/checkSuite.ts';
import { suiteOptions } from '../../../src/core/suiteOptions.ts';
import { head, options, told } from './helpers.ts';

const asking = (expect: string, more = '') =>
  `${head}cases:\n  - vars: { q: hi }\n    expect:\n${expect
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n')}\n${more}`;

const noJudge = (form: string) =>
  `error no-judge: No model is named to judge. Name one: here, \`${form}\`, or for the whole suite, \`judge: anthropic/claude-opus-4-5\`.`;

/** Judges, embedding models and the arguments of the scorers that need them. Each suite, and all that is said of it. */
const suites: readonly (readonly [string, string, readonly string[]])[] = [
  [
    "the suite's judge serves those who name none",
    asking('- judge: polite\n- pairwise: clearer', 'judge: google/gemini-2.5-flash\n').replace(
      'models: [openai/gpt-5-mini]',
      'models: [openai/gpt-5-mini, demo/atlas-mini]',
    ),
    [],
  ],
  [
    'judges that nobody names',
    asking('- judge: polite\n- judge: { rubric: polite }\n- pairwise: { criteria: clearer }').replace(
      '[openai/gpt-5-mini]',
      '[openai/gpt-5-mini, demo/atlas-mini]',
    ),
    [
      `6:9 ${noJudge('judge: { rubric: …, model: … }')}`,
      `7:9 ${noJudge('judge: { rubric: …, model: … }')}`,
      `8:9 ${noJudge('pairwise: { criteria: …, model: … }')}`,
    ],
  ],
  [
    'a judge whom nobody asks',
    asking('- judge: { rubric: polite, model: google/gemini-2.5-flash }', 'judge: anthropic/claude-haiku-4-5\n'),
    [
      '7:1 warning unused-judge: No expectation asks this judge: add one without a model of its own (`judge: "Polite"`), or remove it.',
    ],
  ],
  [
    'judges and embedding models with wrong names',
    asking(
      '- judge: { rubric: polite, model: antropic/claude-haiku-4-5 }\n- judge: { rubric: polite, models: [google/gemini-2.5-flsh, claude] }\n- similarity: { value: a, metric: embedding, model: embed, threshold: 0.8 }\n- judge: polite',
      'judge: { model: demo/arbitr }\n',
    ),
    [
      '6:41 error unknown-provider: There is no provider `antropic`. Did you mean `anthropic`? → anthropic/claude-haiku-4-5',
      '7:43 warning unknown-model: `google/gemini-2.5-flsh` is not a model known here. Did you mean `google/gemini-2.5-flash`? → google/gemini-2.5-flash',
      '7:67 error model-form: Write the model "claude" as `provider/model`, for example `anthropic/claude-haiku-4-5`.',
      '8:59 error model-form: Write the model "embed" as `provider/model`, for example `openai/text-embedding-3-small`.',
      '10:17 error unknown-model: There is no model `demo/arbitr`. Use one of `demo/atlas-large` and `demo/atlas-mini`.',
    ],
  ],
  [
    'judges with a stake',
    asking('- judge: { rubric: polite, models: [openai/gpt-5-mini, openai/o3, google/gemini-2.5-flash] }'),
    [
      '6:43 warning self-judge: `openai/gpt-5-mini` would judge its own answers, and judges prefer their own: take a model that is not compared.',
      '6:62 warning kin-judge: `openai/o3` is of the GPT family, as `openai/gpt-5-mini`: judges prefer their own kind. Take another judge, or a second one beside it.',
    ],
  ],
  [
    'judges named twice, and not at all',
    asking('- judge: { rubric: polite, model: google/x, models: [google/y] }\n- judge: polite', 'judge: {}\n'),
    ['6:9 error invalid: Give either `model` or `models`.', '8:1 error invalid: Name who judges: give `model` or `models`.'],
  ],
  [
    'embeddings without a model, and a model without embeddings',
    asking(
      '- similarity: { value: a, metric: embedding, threshold: 0.8 }\n- similarity: { value: a, model: openai/x, threshold: 0.8 }\n- similarity: { value: a, metric: rouge-L, threshold: 0.8 }',
    ),
    [
      '6:33 error invalid: The metric `embedding` needs a `model` that makes the vectors, for example `openai/text-embedding-3-small`.',
      '7:33 error invalid: `model` is for `metric: embedding` only: add that metric, or remove the model.',
      '8:41 error wrong-type: `metric` must be `levenshtein`, `rouge1`, `rouge2`, `rougeL`, `bleu` or `embedding`, not "rouge-L". → rougeL',
    ],
  ],
  [
    'a comparison with nobody',
    asking('- pairwise: { criteria: clearer, model: google/gemini-2.5-flash }'),
    ['6:9 error nothing-to-compare: There is nothing to compare with: `pairwise` needs a second model, or a second prompt.'],
  ],
  [
    'a comparison with a model that is not there',
    asking('- pairwise: { criteria: clearer, model: google/gemini-2.5-flash, against: openai/gpt-5-mni }').replace(
      '[openai/gpt-5-mini]',
      '[openai/gpt-5-mini, demo/atlas-mini]',
    ),
    [
      '6:81 error unknown-label: No model of this suite is called "openai/gpt-5-mni". Did you mean `openai/gpt-5-mini`? → openai/gpt-5-mini',
    ],
  ],
  [
    'labels',
    asking(
      '- classify: { label: bilings, labels: [billing, delivery] }\n- classify: { label: a, labels: [a, A] }\n- classify: { label: a, labels: [a] }',
    ),
    ['7:31 error invalid: A label stands in `labels` once.', '8:39 error out-of-range: `labels` needs at least 2 entries.'],
  ],
  [
    'a label that is none of the labels',
    asking('- classify: { label: bilings, labels: [billing, delivery] }'),
    ['6:19 error bad-expectation: The label "bilings" is none of `billing` and `delivery`.'],
  ],
  [
    'tolerances and limits',
    asking(
      '- number: { value: 1, tolerance: 5 percent }\n- number: { value: 1, tolerance: -1 }\n- javascript: { code: "1", timeoutMs: 60000, memoryMb: 0 }\n- javascript: ""',
      'margin: 0\nthresholds: { costRise: -1 }\n',
    ),
    [
      '6:40 error invalid: Write `tolerance` as an amount, 0.5, or as a share of the number, "5%".',
      '7:40 error out-of-range: `tolerance` must be at least 0, not -1.',
      '8:45 error out-of-range: `timeoutMs` must be at most 10000, not 60000.',
      '8:62 error out-of-range: `memoryMb` must be at least 16, not 0.',
      '9:21 error out-of-range: `javascript` must not be empty.',
      '10:9 error out-of-range: `margin` must be more than 0, not 0.',
      '11:25 error out-of-range: `costRise` must be at least 0, not -1.',
    ],
  ],
  [
    'variables that a script reads',
    asking('- javascript: "vars.right === answer"').replace('vars: { q: hi }', 'vars: { q: hi, right: a }'),
    [],
  ],
  [
    'variables that nothing reads',
    asking('- javascript: "answer.length"').replace('vars: { q: hi }', 'vars: { q: hi, right: a }'),
    ['4:20 warning unused-variable: No prompt and no expectation takes the variable `right`.'],
  ],
  [
    'braces in code, units and names of models are no templates',
    asking('- javascript: "vars.q === `{{a}}`"\n- judge: { rubric: "{{b}}", model: google/gemini-2.5-flash }'),
    ['7:27 error unknown-variable: There is no variable `b`. The case "case 1" has `q`.'],
  ],
  [
    'a price of a judge is no stray',
    asking(
      '- judge: { rubric: a, model: google/gemini-2.5-flash }',
      'prices: { google/gemini-2.5-flash: { input: 1, output: 2 } }\n',
    ),
    [],
  ],
];

for (const [name, text, problems] of suites) {
  test(name, () => assert.deepEqual(told(checkSuite(text, options).problems), problems));
}

test('what only a scorer can tell is asked of it, and told at its place', () => {
  const text = asking(
    '- number: { value: 1, unit: kms }\n- json: { schema: { type: 3 } }\n- javascript: "1 +"\n- javascript: { code: "2 +" }',
  );
  const problems = checkSuite(text, {
    ...options,
    unitProblem: (unit) => `No unit ${unit}.`,
    schemaProblem: (schema) => `No schema ${JSON.stringify(schema)}.`,
    scriptProblem: (code) => `No script ${code}.`,
  });
  assert.deepEqual(told(problems.problems), [
    '6:35 error unknown-unit: No unit kms.',
    '7:17 error bad-schema: No schema {"type":3}.',
    '8:21 error bad-script: No script 1 +.',
    '9:29 error bad-script: No script 2 +.',
  ]);
});

test('the product itself knows which schemas cannot be used and which models make no vectors', () => {
  const text = asking(
    '- json: { schema: { type: string, pattern: "(?=x)" } }\n- similarity: { value: a, metric: embedding, model: openai/gpt-6-luna, threshold: 1 }\n- similarity: { value: a, metric: embedding, model: openai/text-embedding-3-small, threshold: 1 }',
  ).replace('openai/gpt-5-mini', 'demo/atlas-mini');
  assert.deepEqual(told(checkSuite(text, suiteOptions).problems), [
    "6:17 error bad-schema: The schema's pattern (?=x) is not RE2 syntax (no lookaround, no back-references).",
    '7:59 warning unsuitable-model: `openai/gpt-6-luna` does not look like an embedding model. Name one, for example `openai/text-embedding-3-small`.',
  ]);
});

test('embedding models do not judge, and judges make no vectors', () => {
  const text = asking(
    '- judge: { rubric: a, model: demo/vectors }\n- similarity: { value: a, metric: embedding, model: demo/arbiter, threshold: 1 }',
  ).replace('openai/gpt-5-mini', 'demo/atlas-mini');
  assert.deepEqual(
    told(checkSuite(text, suiteOptions).problems).map((line) => line.replace(/Use one of .*/, '…')),
    [
      '6:36 error wrong-model: `demo/vectors` makes vectors, and gives no answers. …',
      '7:59 error wrong-model: `demo/arbiter` answers, and makes no vectors. …',
    ],
  );
});
