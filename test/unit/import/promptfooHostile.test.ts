import { test } from 'node:test';
import * as fc from 'fast-check';
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
