import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { ImportNotes } from '../../../src/core/import/notes.ts';
import { combinations } from '../../../src/core/import/promptfoo/expand.ts';
import { importPromptfoo } from '../../../src/core/import/promptfoo.ts';
import { suiteOptions } from '../../../src/core/suiteOptions.ts';
import { loaded } from './helpers.ts';

const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '{{q}}',
    '{{ q | upper }}',
    '\\{{',
    '{{',
    '}}',
    '{% raw %}',
    '{# x',
    ': #',
    '- a',
    '"',
    "'",
    '|',
    '\t',
    '\r\n',
    '---',
    '&a *a',
    '!!x',
    'null',
    '~',
    '1e3',
    '{{"{{x}}"}}',
    '@',
    '%',
  ),
);
const text = fc.array(word, { maxLength: 6 }).map((words) => words.join(' '));
const anything = fc.oneof(
  text,
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(text, text, { maxKeys: 3 }),
);
const types = fc.constantFrom(
  'equals',
  'contains',
  'icontains-any',
  'contains-all',
  'regex',
  'is-json',
  'levenshtein',
  'rouge-n',
  'similar',
  'javascript',
  'llm-rubric',
  'factuality',
  'g-eval',
  'select-best',
  'word-count',
  'latency',
  'cost',
  'python',
  'not-starts-with',
  'assert-set',
);
const assertion = fc.record(
  { type: fc.oneof(types, text), value: anything, threshold: anything, weight: anything, provider: anything, metric: anything },
  { requiredKeys: ['type'] },
);
const promptfooTest = fc.record(
  {
    description: anything,
    vars: fc.oneof(fc.dictionary(text, anything, { maxKeys: 4 }), anything),
    assert: fc.oneof(fc.array(assertion, { maxLength: 4 }), anything),
    metadata: anything,
    options: anything,
  },
  { requiredKeys: [] },
);
const config = fc.record(
  {
    description: anything,
    prompts: fc.oneof(fc.array(fc.oneof(text, anything), { maxLength: 3 }), anything),
    providers: fc.oneof(
      fc.array(
        fc.oneof(
          fc.constantFrom('demo:sonata', 'openai:gpt-5'),
          fc.record({ id: fc.constant('openai:gpt-5'), label: anything, config: anything }),
          anything,
        ),
        { maxLength: 3 },
      ),
      anything,
    ),
    tests: fc.oneof(fc.array(promptfooTest, { maxLength: 3 }), anything),
    defaultTest: fc.oneof(promptfooTest, anything),
    evaluateOptions: fc.oneof(
      fc.dictionary(fc.constantFrom('repeat', 'delay', 'maxConcurrency', 'timeoutMs'), anything),
      anything,
    ),
    scenarios: anything,
  },
  { requiredKeys: ['prompts'] },
);

test('whatever a configuration holds, the suite made of it loads', async () => {
  await fc.assert(
    fc.asyncProperty(config, async (given) => {
      const made = await importPromptfoo(JSON.stringify(given), { options: suiteOptions, readFile: async () => null });
      if (!('fault' in made)) await loaded(made);
    }),
    { numRuns: 300 },
  );
});

test('nothing of a command or an address but where it begins stands in the suite, for there may be keys in it', async () => {
  const ids = [
    "exec:curl -H 'Authorization: key-in-use'",
    'webhook:https://user:key-in-use@hooks.example/key-in-use',
    'https://api.example/v1/key-in-use?key=key-in-use#key-in-use',
  ];
  const given = { prompts: ['hi'], providers: [...ids, 'demo:sonata'], tests: [{}] };
  const made = await importPromptfoo(JSON.stringify(given), { options: suiteOptions, readFile: async () => null });
  await loaded(made);
  const text = JSON.stringify(made);
  assert.doesNotMatch(text, /key-in-use/);
  for (const start of ['`exec:…`', '`webhook:…`', '`https://api.example/…`']) assert.ok(text.includes(start), start);
});

test('three hundred lists make their first thousand tests, the last list turning fastest, at once', async () => {
  const vars = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`v${index}`, [1, 2, 3]]));
  const made = combinations(vars, 'tests[0]', new ImportNotes());
  assert.equal(made.length, 1000);
  assert.deepEqual(
    made.slice(0, 4).map(({ v297, v298, v299 }) => [v297, v298, v299]),
    [
      [1, 1, 1],
      [1, 1, 2],
      [1, 1, 3],
      [1, 2, 1],
    ],
  );
  assert.deepEqual(combinations({ a: [], b: null, c: 'x' }, '', new ImportNotes()), [{ a: [], b: '', c: 'x' }]);
});

test('a configuration beyond a size that people write is refused before it is parsed', async () => {
  const context = { options: suiteOptions, readFile: async () => null };
  const made = await importPromptfoo(`prompts: [hi]\n#${'x'.repeat(5_000_000)}`, context);
  assert.ok('fault' in made);
  assert.match(made.fault, /larger than 5 MB/);
});
