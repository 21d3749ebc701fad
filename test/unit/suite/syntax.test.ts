import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSuite } from '../../../src/core/suite/checkSuite.ts';
import { head, options, told } from './helpers.ts';

/** What the text and the schema say of a suite. Each suite, and all that is said of it. */
const suites: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a good suite',
    `${head}cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]
`,
    [],
  ],
  ['an empty file', ``, ['1:1 error no-value: The suite is empty: give it `models`, a `prompt` and `cases`.']],
  [
    'a list',
    `- a
`,
    ['1:1 error wrong-type: The suite must be a mapping, not a list.'],
  ],
  [
    'broken YAML',
    `models: [openai/gpt-5-mini
prompt: x
`,
    ['2:1 error syntax: A bracket is opened and not closed before this place: a `]` is missing.'],
  ],
  [
    'a tab',
    `models:
	- openai/gpt-5-mini
`,
    ['2:1 error syntax: YAML is indented with spaces, not tabs.'],
  ],
  [
    'a colon in a text',
    `description: Note: this
`,
    [
      '1:14 error syntax: This does not fit where it stands: check the indentation, and put quotes around a text that has a colon in it. → "Note: this"',
    ],
  ],
  [
    'one line indented too far is one fault, at its place',
    `${head}cases:
  - name: a
      vars: { q: hi }
      expect: [{ exact: a }]
  - name: b
    vars: { q: ho }
`,
    [
      '4:11 error syntax: This does not fit where it stands: check the indentation, and put quotes around a text that has a colon in it.',
    ],
  ],
  [
    'one line indented like no other is one fault, in plain words',
    `${head}cases:
  - vars: { q: hi }
   expect: [{ exact: a }]
`,
    [
      '5:1 error syntax: The indentation of this line fits none of the lines above: begin it where the entry it belongs to begins.',
    ],
  ],
  [
    'texts that lack quotes are told each, whatever stands above',
    `${head}cases:
  - name: a: b
    vars: { q: hi }
  - name: @c: d
`,
    [
      '4:11 error syntax: This does not fit where it stands: check the indentation, and put quotes around a text that has a colon in it. → "a: b"',
      '6:11 error syntax: This does not fit where it stands: check the indentation, and put quotes around a text that has a colon in it. → "@c: d"',
    ],
  ],
  [
    'a key without its colon',
    `${head}cases
  - name: a
    vars: { q: hi }
`,
    ['3:1 error syntax: This is no key with a value: check its indentation, and that a colon and a space follow the key.'],
  ],
  [
    'characters that were lost on reading',
    `${head}cases: [{ vars: { q: Stra\uFFFDe }, expect: [{ exact: a }] }]
`,
    [
      '3:26 warning lost-character: The character \uFFFD stands here, as where a file that is not UTF-8 was read: open it with its own encoding, and save it as UTF-8.',
    ],
  ],
  [
    "patterns in JavaScript's slashes",
    `${head}cases:
  - vars: { q: hi }
    expect:
      - regex: /a/i
      - regex: "/[ab]+/"
      - regex: { pattern: /^a.b/gs }
      - regex: /[ab]+/
      - regex: a/b/c
      - regex: '\\/usr\\/'
`,
    [
      '6:16 warning slashes: The slashes and `i` are taken as part of the pattern: write "(?i)a". Flags go before a pattern, `(?i)`; a slash that is meant is written `\\/`. → (?i)a',
      '7:16 warning slashes: The slashes are taken as part of the pattern: write "[ab]+". Flags go before a pattern, `(?i)`; a slash that is meant is written `\\/`. → "[ab]+"',
      '8:27 warning slashes: The slashes and `gs` are taken as part of the pattern: write "(?s)^a.b". Flags go before a pattern, `(?i)`; a slash that is meant is written `\\/`. → (?s)^a.b',
      '9:16 warning slashes: The slashes are taken as part of the pattern: write "[ab]+". Flags go before a pattern, `(?i)`; a slash that is meant is written `\\/`. → \'[ab]+\'',
    ],
  ],
  [
    'broken JSON',
    `{
  "models": ["openai/gpt-5-mini"]
  "prompt": "hi"
}
`,
    ['3:3 error syntax: This is not valid JSON here: look for a missing comma, quote or bracket, here or just before.'],
  ],
  [
    'a number where keys belong',
    `${head}cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]
budget: 0.5
`,
    ['4:9 error wrong-type: `budget` must be a mapping, not 0.5. Its keys: `usd`.'],
  ],
  [
    'an unquoted template',
    `prompt: {{q}}
`,
    ['1:10 error bad-key: A key is a plain text. A text that starts with {{ needs quotes around it. → "{{q}}"'],
  ],
  [
    'two documents',
    `models: []
---
models: []
`,
    ['2:1 error syntax: A file holds one suite: remove what follows `---`.'],
  ],
  [
    'a key twice',
    `models: []
prompt: a
models: []
`,
    ['3:1 error duplicate-key: "models" is given twice here: keep one.'],
  ],
  [
    'an alias without anchor',
    `models: *all
`,
    ['1:9 error bad-alias: There is no anchor &all before this alias.'],
  ],
  [
    'unknown top-level keys',
    `${head}cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]
repeat: 3
colour: red
`,
    [
      '4:1 error unknown-key: A suite has no key `repeat`. Did you mean `repeats`? → repeats',
      '5:1 error unknown-key: A suite has no key `colour`. Known keys: `$schema`, `name`, `description`, `models`, `params`, `repeats`, `concurrency`, `limits`, `timing`, `warmup`, `retries`, `timeouts`, `budget`, `system`, `prompt`, `prompts`, `cases`, `expect`, `judge`, `margin`, `endpoints`, `prices` and `thresholds`.',
    ],
  ],
  [
    'a misspelt required key',
    `modles: [openai/gpt-5-mini]
prompt: hi
cases: [{ expect: [{ exact: a }] }]
`,
    ['1:1 error unknown-key: A suite has no key `modles`. Did you mean `models`? → models'],
  ],
  [
    "a promptfoo author's keys",
    `providers: [openai/gpt-5-mini]
prompt: hi
tests: [{ assert: [{ equals: a }] }]
`,
    [
      '1:1 error unknown-key: A suite has no key `providers`. Did you mean `models`? → models',
      '3:1 error unknown-key: A suite has no key `tests`. Did you mean `cases`? → cases',
    ],
  ],
  [
    'a misspelt key in JSON keeps its quotes',
    `{
  "modles": ["openai/gpt-5-mini"],
  "prompt": "hi",
  "cases": [{ "expect": [{ "exact": "a" }] }]
}
`,
    ['2:3 error unknown-key: A suite has no key `modles`. Did you mean `models`? → "models"'],
  ],
  [
    'missing keys',
    `name: x
`,
    ['1:1 error missing-key: A suite needs `models`.', '1:1 error missing-key: A suite needs `cases`.'],
  ],
  [
    'keys without a value',
    `models:
prompt:
cases:
`,
    [
      '1:1 error no-value: `models` has no value: give it one, or remove the key.',
      '2:1 error no-value: `prompt` has no value: give it one, or remove the key.',
      '3:1 error no-value: `cases` has no value: give it one, or remove the key.',
    ],
  ],
  [
    'wrong types',
    `models: openai/gpt-5-mini
prompt: [a]
cases: { a: 1 }
repeats: three
concurrency: 1.5
description: 3
`,
    [
      '1:9 error wrong-type: `models` must be a list, not "openai/gpt-5-mini".',
      '2:9 error wrong-type: `prompt` must be text, not a list.',
      '3:8 error wrong-type: `cases` must be a list, not a mapping.',
      '4:10 error wrong-type: `repeats` must be a number, not "three".',
      '5:14 error wrong-type: `concurrency` must be a whole number, not 1.5.',
      '6:14 error wrong-type: `description` must be text, not 3.',
    ],
  ],
  [
    'out of range',
    `${head}cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]
repeats: 0
concurrency: 1000
budget: { usd: 0 }
params: { temperature: 3 }
thresholds: { quality: 90 }
`,
    [
      '4:10 error out-of-range: `repeats` must be at least 1, not 0.',
      '5:14 error out-of-range: `concurrency` must be at most 256, not 1000.',
      '6:16 error out-of-range: `usd` must be more than 0, not 0.',
      '7:24 error out-of-range: `temperature` must be at most 2, not 3.',
      '8:24 error out-of-range: `quality` must be at most 1, not 90.',
    ],
  ],
  [
    'empty lists and texts',
    `models: []
prompt: ""
cases: []
`,
    [
      '1:9 error out-of-range: `models` needs at least one entry.',
      '2:9 error out-of-range: `prompt` must not be empty.',
      '3:8 error out-of-range: `cases` needs at least one entry.',
    ],
  ],
  [
    'prompt and prompts',
    `models: [openai/gpt-5-mini]
prompt: hi
prompts: [hi]
cases: [{ expect: [{ exact: a }] }]
`,
    ['2:1 error invalid: Give either `prompt` or `prompts`.'],
  ],
  [
    'dataset keys',
    `${head}cases:
  - { vars: { q: a }, filter: { a: 1 }, sample: 1, seed: 1, expect: [{ exact: a }] }
  - { dataset: a.csv, vars: { q: a }, prompt: x, expect: [{ exact: a }] }
`,
    [
      '4:23 error invalid: `filter` chooses rows of a dataset: give a `dataset` too.',
      '4:41 error invalid: `sample` draws rows of a dataset: give a `dataset` too.',
      '4:52 error invalid: `seed` is for the sample of a dataset: give a `dataset` too.',
      '5:39 error invalid: A dataset has no prompt of its own: remove `prompt`, and make what the suite\'s prompt takes of the columns, as in `vars: { question: "What is {{a}} + {{b}}?" }`.',
    ],
  ],
  [
    'parameters',
    `models: [{ model: openai/gpt-5-mini, params: { max_tokens: 5, reasoningEffort: hihg } }]
prompt: hi
cases: [{ expect: [{ exact: a }] }]
params: { top_p: 1 }
`,
    [
      '1:48 error unknown-key: A parameter set has no key `max_tokens`. Did you mean `maxOutputTokens`? → maxOutputTokens',
      '1:80 error wrong-type: `reasoningEffort` must be `minimal`, `low`, `medium` or `high`, not "hihg". → high',
      '4:11 error unknown-key: A parameter set has no key `top_p`. Did you mean `topP`? → topP',
    ],
  ],
  [
    'scorers',
    `${head}cases:
  - vars: { q: hi }
    expect:
      - contain: a
      - sentiment: { rubric: polite }
      - exact: a
        regex: b
      - weight: 2
      - exact: [a]
      - contains: { value: a, values: [b] }
      - refusal: yes please
      - similarity: { value: a }
      - length: {}
      - length: { minWords: 9, maxWords: 3 }
      - { exact: a, weight: 0 }
      - latency: { maxMs: fast, metric: p95 }
      - containsAny: []
`,
    [
      '6:9 error unknown-scorer: There is no scorer `contain`. Did you mean `contains`? Scorers: `exact`, `contains`, `containsAny`, `containsAll`, `startsWith`, `endsWith`, `regex`, `json`, `number`, `choice`, `classify`, `similarity`, `judge`, `pairwise`, `javascript`, `length`, `refusal`, `latency` and `cost`. → contains',
      '7:9 error unknown-scorer: There is no scorer `sentiment`. Scorers: `exact`, `contains`, `containsAny`, `containsAll`, `startsWith`, `endsWith`, `regex`, `json`, `number`, `choice`, `classify`, `similarity`, `judge`, `pairwise`, `javascript`, `length`, `refusal`, `latency` and `cost`.',
      '8:9 error invalid: An expectation has one scorer; this has `exact` and `regex`: make an entry of each.',
      '10:9 error invalid: An expectation needs a scorer: `exact`, `contains`, `containsAny`, `containsAll`, `startsWith`, `endsWith`, `regex`, `json`, `number`, `choice`, `classify`, `similarity`, `judge`, `pairwise`, `javascript`, `length`, `refusal`, `latency` and `cost`.',
      '11:16 error wrong-type: `exact` must be text or a mapping, not a list.',
      '12:9 error invalid: Give either `value` or `values`.',
      '13:18 error wrong-type: `refusal` must be true, not "yes please".',
      '14:9 error missing-key: `similarity` needs `threshold`.',
      '15:9 error invalid: Give at least one of `minWords`, `maxWords`, `minChars` and `maxChars`.',
      '16:9 error invalid: No answer is this long: the least is more than the most.',
      '17:29 error out-of-range: `weight` must be more than 0, not 0.',
      '18:27 error wrong-type: `maxMs` must be a number, not "fast".',
      '18:41 error wrong-type: `metric` must be `e2e` or `ttft`, not "p95".',
      '19:22 error out-of-range: `containsAny` needs at least one entry.',
    ],
  ],
  [
    'misspelt keys hide no other fault',
    `models: [opnai/gpt-5-mini]
prompt: "{{qq}}"
repeat: 2
cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]
`,
    [
      '1:10 error unknown-provider: There is no provider `opnai`. Did you mean `openai`? → openai/gpt-5-mini',
      '2:10 error unknown-variable: There is no variable `qq`. The cases give `q`.',
      '3:1 error unknown-key: A suite has no key `repeat`. Did you mean `repeats`? → repeats',
    ],
  ],
];

for (const [name, text, problems] of suites) {
  test(name, () => assert.deepEqual(told(checkSuite(text, options).problems), problems));
}
