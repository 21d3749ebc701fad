import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { csvAssertion } from '../../../src/core/import/promptfoo/csvAssertion.ts';
import { mappers } from '../../../src/core/import/promptfoo/mappers.ts';
import { unmapped } from '../../../src/core/import/promptfoo/unmapped.ts';
import { imported, oneTest } from './helpers.ts';

/**
 * Every type that promptfoo documents (site/docs/configuration/expected-outputs: index, deterministic, model-graded, and the
 * enumeration in src/types/index.ts), with a value that it takes.
 */
const documented: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'agent-rubric': { value: 'x' },
  'answer-relevance': { threshold: 0.8 },
  'assert-set': { assert: [{ type: 'contains', value: 'x' }] },
  bleu: { value: 'x' },
  classifier: { value: 'x', provider: 'huggingface:text-classification:x' },
  contains: { value: 'x' },
  'contains-all': { value: ['x', 'y'] },
  'contains-any': { value: ['x', 'y'] },
  'contains-html': {},
  'contains-json': {},
  'contains-sql': {},
  'contains-xml': {},
  'context-faithfulness': { threshold: 0.8 },
  'context-recall': { value: 'x', threshold: 0.8 },
  'context-relevance': { threshold: 0.8 },
  'conversation-relevance': { threshold: 0.8 },
  cost: { threshold: 0.01 },
  equals: { value: 'x' },
  factuality: { value: 'x' },
  'finish-reason': { value: 'stop' },
  'g-eval': { value: 'x' },
  gleu: { value: 'x' },
  guardrails: {},
  human: {},
  icontains: { value: 'x' },
  'icontains-all': { value: ['x'] },
  'icontains-any': { value: ['x'] },
  'is-html': {},
  'is-json': {},
  'is-refusal': {},
  'is-sql': {},
  'is-valid-function-call': {},
  'is-valid-openai-function-call': {},
  'is-valid-openai-tools-call': {},
  'is-xml': {},
  javascript: { value: 'output.length > 3' },
  latency: { threshold: 5000 },
  levenshtein: { value: 'hello world', threshold: 5 },
  'llm-rubric': { value: 'x' },
  'max-score': { value: { method: 'average' } },
  meteor: { value: 'x' },
  'model-graded-closedqa': { value: 'x' },
  'model-graded-factuality': { value: 'x' },
  moderation: {},
  'noise-sensitivity': {},
  perplexity: { threshold: 1.5 },
  'perplexity-score': {},
  pi: { value: 'x' },
  python: { value: 'len(output) > 3' },
  regex: { value: '\\d{4}' },
  'research-rubric': { value: 'x' },
  'rouge-n': { value: 'x' },
  ruby: { value: 'true' },
  'search-rubric': { value: 'x' },
  'select-best': { value: 'the funniest' },
  similar: { value: 'x' },
  'similar:cosine': { value: 'x' },
  'similar:dot': { value: 'x' },
  'similar:euclidean': { value: 'x' },
  'skill-used': { value: 'x' },
  'starts-with': { value: 'x' },
  'tool-call-f1': { value: ['x'] },
  'trace-error-spans': { value: 0 },
  'trace-span-count': { value: { pattern: '*', min: 1 } },
  'trace-span-duration': { value: { max: 3 } },
  'trajectory:goal-success': { value: 'x' },
  'trajectory:step-count': { value: { type: 'command', max: 3 } },
  'trajectory:tool-args-match': { value: { name: 'x' } },
  'trajectory:tool-sequence': { value: { steps: ['x'] } },
  'trajectory:tool-used': { value: 'x' },
  verdict: { value: 'x' },
  'video-rubric': { value: 'x' },
  webhook: { value: 'https://example.com/webhook' },
  'word-count': { value: 50 },
};

const twoModels = { providers: ['demo:atlas-mini', 'demo:sonata'] };

for (const [type, rest] of Object.entries(documented)) {
  test(`${type} is mapped, or named as left out`, async () => {
    const { suite, leftOut } = await imported(oneTest([{ type, ...rest }], twoModels));
    const expected = suite.cases[0]?.expect.length ?? 0;
    const mapped = type === 'assert-set' || Object.hasOwn(mappers, type);
    assert.equal(expected, mapped ? 1 : 0);
    if (mapped) assert.deepEqual(leftOut, []);
    else {
      assert.equal(leftOut.length, 1);
      assert.ok(leftOut[0]?.startsWith(`tests[0].assert[0]: \`${type}\` is not imported. `), leftOut[0]);
      assert.match(leftOut[0] ?? '', /\. .{10,}[.")]$/);
    }
  });
}

test('no type is mapped and named, and none is known that is not documented', () => {
  const known = [...Object.keys(mappers), ...Object.keys(unmapped)];
  assert.deepEqual(new Set(known).size, known.length);
  const rare = ['web-search'];
  assert.deepEqual(
    known.filter((type) => !Object.hasOwn(documented, type) && !rare.includes(type)),
    [],
  );
});

/** What each assertion becomes: scorer and the arguments that matter. */
const meanings: readonly (readonly [string, unknown, unknown])[] = [
  ['equals takes numbers as they read', { type: 'equals', value: 42 }, { exact: { value: '42', ignoreCase: false } }],
  [
    'equals with an object is its JSON',
    { type: 'equals', value: { a: 1 } },
    { json: { schema: { const: { a: 1 } }, fields: null } },
  ],
  ['contains', { type: 'contains', value: 0 }, { contains: { values: ['0'], mode: 'all', ignoreCase: false } }],
  ['icontains', { type: 'icontains', value: 'A' }, { contains: { values: ['A'], mode: 'all', ignoreCase: true } }],
  [
    'a list in one text is parted at its commas',
    { type: 'icontains-any', value: 'a, "b, c" ,d' },
    { contains: { values: ['a', 'b, c', 'd'], mode: 'any', ignoreCase: true } },
  ],
  [
    'contains-all',
    { type: 'contains-all', value: ['a', 1] },
    { contains: { values: ['a', '1'], mode: 'all', ignoreCase: false } },
  ],
  ['starts-with', { type: 'starts-with', value: 'Yes' }, { startsWith: { value: 'Yes', ignoreCase: false } }],
  ['regex', { type: 'regex', value: '^a+$' }, { regex: { pattern: '^a+$', ignoreCase: false } }],
  [
    'is-json with a schema',
    { type: 'is-json', value: { type: 'object' } },
    { json: { schema: { type: 'object' }, fields: null } },
  ],
  [
    'contains-json with a schema as text',
    { type: 'contains-json', value: '{"type":"array"}' },
    { json: { schema: { type: 'array' }, fields: null } },
  ],
  ['is-refusal', { type: 'is-refusal' }, { refusal: {} }],
  ['latency', { type: 'latency', threshold: 200 }, { latency: { maxMs: 200, metric: 'e2e' } }],
  ['cost', { type: 'cost', threshold: 0.001 }, { cost: { maxUsd: 0.001 } }],
  [
    'word-count',
    { type: 'word-count', value: { min: 20 } },
    { length: { minWords: 20, maxWords: null, minChars: null, maxChars: null } },
  ],
  [
    'word-count exactly',
    { type: 'word-count', value: 50 },
    { length: { minWords: 50, maxWords: 50, minChars: null, maxChars: null } },
  ],
  [
    'rouge-n passes from 0.75 on',
    { type: 'rouge-n', value: 'a b' },
    { similarity: { value: 'a b', metric: 'rouge1', threshold: 0.75 } },
  ],
  ['bleu passes from 0.5 on', { type: 'bleu', value: ['a b'] }, { similarity: { value: 'a b', metric: 'bleu', threshold: 0.5 } }],
  [
    'levenshtein is a distance, at most 5 where no limit is given',
    { type: 'levenshtein', value: '{{q}} there, you' },
    { similarity: { value: 'hi there, you', metric: 'levenshtein', threshold: 0.615 } },
  ],
  [
    'similar passes from 0.75 on, by a model that makes vectors',
    { type: 'similar', value: 'a' },
    { embedding: { value: 'a', model: 'demo/vectors', threshold: 0.75 } },
  ],
  [
    "similar takes the assertion's own model",
    { type: 'similar', value: 'a', threshold: 0.9, provider: 'openai:embedding:text-embedding-3-small' },
    { embedding: { value: 'a', model: 'openai/text-embedding-3-small', threshold: 0.9 } },
  ],
  [
    'llm-rubric',
    { type: 'llm-rubric', value: 'Polite to {{q}}', threshold: 0.9 },
    { judge: { rubric: 'Polite to hi', judges: ['demo/arbiter'], reference: null, threshold: 0.9 } },
  ],
  [
    "llm-rubric takes the assertion's own model",
    { type: 'llm-rubric', value: 'Polite', provider: { id: 'anthropic:messages:claude-opus-4-6', config: { temperature: 0 } } },
    { judge: { rubric: 'Polite', judges: ['anthropic/claude-opus-4-6'], reference: null, threshold: 0.75 } },
  ],
  [
    'factuality has a reference',
    { type: 'factuality', value: 'Paris is in France' },
    {
      judge: {
        rubric: 'The answer agrees with the facts of the reference. It may say more or less, but contradicts none of them.',
        judges: ['demo/arbiter'],
        reference: 'Paris is in France',
        threshold: 0.75,
      },
    },
  ],
  [
    'select-best',
    { type: 'select-best', value: 'the funniest' },
    { pairwise: { criteria: 'the funniest', judges: ['demo/arbiter'], against: null, threshold: 0.5 } },
  ],
];

for (const [name, assertion, meaning] of meanings) {
  test(name, async () => {
    const { suite, leftOut } = await imported(oneTest([assertion], twoModels));
    assert.deepEqual(leftOut, []);
    const [spec] = suite.cases[0]?.expect ?? [];
    assert.deepEqual(spec && { [spec.scorer]: spec.args }, meaning);
  });
}

test('not- turns an assertion round, weights stay, and a set shares its weight', async () => {
  const { suite } = await imported(
    oneTest([
      { type: 'not-icontains', value: 'a', weight: 3 },
      {
        type: 'assert-set',
        weight: 2,
        assert: [
          { type: 'not-regex', value: 'b', weight: 3 },
          { type: 'contains', value: 'c' },
        ],
      },
      { type: 'g-eval', value: ['d', 'e'] },
    ]),
  );
  assert.deepEqual(
    suite.cases[0]?.expect.map(({ scorer, not, weight }) => [scorer, not, weight]),
    [
      ['contains', true, 3],
      ['regex', true, 1.5],
      ['contains', false, 0.5],
      ['judge', false, 0.5],
      ['judge', false, 0.5],
    ],
  );
});

/** Assertions that cannot be taken over, and the beginning of what is said. */
const refused: readonly (readonly [string, unknown, RegExp])[] = [
  ['a pattern that looks around', { type: 'regex', value: '(?=x)' }, /not a regular expression of RE2/],
  ['a pattern that is none once filled', { type: 'regex', value: '({{q}}' }, /not a regular expression of RE2/],
  ['several texts to be similar to', { type: 'similar', value: ['a', 'b'] }, /several are not imported/],
  ['a cost without a limit', { type: 'cost' }, /has no limit/],
  ['the weight 0', { type: 'contains', value: 'a', weight: 0 }, /weight 0/],
  ['a file of code', { type: 'javascript', value: 'file://check.js' }, /would have to be run/],
  ['a file that is not there', { type: 'contains', value: 'file://no.txt' }, /no file `no.txt`/],
  ['code with a template in it', { type: 'javascript', value: 'output.length > {{n}}' }, /templates are not put into code/],
  ['code that is none', { type: 'javascript', value: 'output.length >' }, /cannot be compiled/],
  ['a schema that cannot be used', { type: 'is-json', value: { patternProperties: {} } }, /patternProperties/],
  ['a schema that is none', { type: 'is-json', value: 'object' }, /no JSON Schema/],
  ['a rubric without words', { type: 'llm-rubric' }, /no text to judge by/],
  ['a type of nobody', { type: 'sentiment', value: 'good' }, /`sentiment` is not imported\. It has no counterpart/],
  ['no type', { value: 'good' }, /without a type/],
  ['a comparison with nobody', { type: 'select-best', value: 'best' }, /there is one model with one prompt/],
];

for (const [name, assertion, message] of refused) {
  test(`${name}: named as left out`, async () => {
    const { suite, leftOut } = await imported(oneTest([assertion]));
    assert.deepEqual(suite.cases[0]?.expect, []);
    assert.equal(leftOut.length, 1);
    assert.match(leftOut[0] ?? '', message);
  });
}

test('what an assertion brings along and is lost is named', async () => {
  const { leftOut } = await imported(
    oneTest([
      { type: 'contains', value: 'a', transform: 'output.trim()', metric: 'x' },
      { type: 'llm-rubric', value: 'a', rubricPrompt: 'b' },
      { type: 'assert-set', threshold: 0.5, assert: [{ type: 'contains', value: 'b' }] },
    ]),
  );
  assert.deepEqual(
    leftOut.map((line) => line.split(':')[0]),
    ['tests[0].assert[0]', 'tests[0].assert[0]', 'tests[0].assert[1]', 'tests[0].assert[2].threshold'],
  );
});

test('assertions by name, in files, and in templates', async () => {
  const config = oneTest(
    [
      { $ref: '#/assertionTemplates/short', weight: 2 },
      { type: 'contains', value: 'file://want.txt' },
      { type: 'is-json', value: 'file://s.json' },
    ],
    { assertionTemplates: { short: { type: 'word-count', value: { max: 9 } } } },
  );
  const { suite, leftOut } = await imported(config, { 'want.txt': 'the text', 's.json': '{"type":"object"}' });
  assert.deepEqual(leftOut, []);
  assert.deepEqual(
    suite.cases[0]?.expect.map(({ scorer, weight }) => [scorer, weight]),
    [
      ['length', 2],
      ['contains', 1],
      ['json', 1],
    ],
  );
});

/** Cells of an `__expected` column. */
const cells: readonly (readonly [string, unknown])[] = [
  ['Paris', { type: 'equals', value: 'Paris' }],
  ['contains: Paris', { type: 'contains', value: 'Paris' }],
  ['not-contains:error', { type: 'not-contains', value: 'error' }],
  ['similar(0.8):Hello: there', { type: 'similar', value: 'Hello: there', threshold: 0.8 }],
  ['levenshtein(5):a\nb', { type: 'levenshtein', value: 'a\nb', threshold: 5 }],
  ['fn:output.length < 9', { type: 'javascript', value: 'output.length < 9' }],
  ['grade: polite', { type: 'llm-rubric', value: 'polite' }],
  ['is-json', { type: 'is-json' }],
  ['cost', { type: 'equals', value: 'cost' }],
  ['Note: this', { type: 'equals', value: 'Note: this' }],
  ['trajectory:tool-used:search', { type: 'trajectory:tool-used', value: 'search' }],
  ['file://a.py', { type: 'python', value: 'file://a.py' }],
];

for (const [cell, meaning] of cells) {
  test(`the cell ${JSON.stringify(cell)}`, () => assert.deepEqual(csvAssertion(cell), meaning));
}

test('any cell is an assertion', () => {
  fc.assert(fc.property(fc.string(), (cell) => assert.equal(typeof csvAssertion(cell).type, 'string')));
});
