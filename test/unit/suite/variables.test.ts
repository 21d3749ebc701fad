import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSuite } from '../../../src/core/suite/checkSuite.ts';
import { head, options, told } from './helpers.ts';

/** Variables, prompts and the cases that must give them. Each suite, and all that is said of it. */
const suites: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'no prompt',
    `models: [openai/gpt-5-mini]
cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]
`,
    ['1:1 error missing-key: A suite needs `prompt`, or `prompts` to compare.'],
  ],
  [
    'a case without its prompt',
    `models: [openai/gpt-5-mini]
cases:
  - { prompt: hi, expect: [{ exact: a }] }
  - { name: b, expect: [{ exact: a }] }
`,
    ['4:13 error missing-prompt: The case "b" has no prompt: give it one, or give one to the suite.'],
  ],
  [
    'a prompt too many',
    `models: [openai/gpt-5-mini]
prompt: hi
cases:
  - { prompt: ho, expect: [{ exact: a }] }
`,
    [
      '4:7 error prompt-conflict: The suite has a prompt already: remove it there, or write "{{question}}" there and `vars: { question: "…" }` here.',
    ],
  ],
  [
    'a prompt beside one that takes a variable',
    `${head}cases:
  - { prompt: ho, vars: { q: hi }, expect: [{ exact: a }] }
`,
    ['4:7 error prompt-conflict: The suite has a prompt already: remove it there, or write `vars: { q: "…" }` here.'],
  ],
  [
    'unknown variables',
    `models: [openai/gpt-5-mini]
system: For {{shop}}.
prompt: "{{qestion}}, {{question}} {{ question | upper }}"
cases:
  - name: "{{nam}}"
    vars: { question: hi }
    expect: [{ exact: "is {{anser}}" }]
`,
    [
      '2:13 error unknown-variable: There is no variable `shop`. The cases give `question`.',
      '3:10 error unknown-variable: There is no variable `qestion`. The cases give `question`. → {{question}}',
      '3:36 error unknown-variable: There is no variable `question | upper`. The cases give `question`. To write two braces as such, put a backslash before them: \\{{.',
      '5:12 error unknown-variable: There is no variable `nam`. The case "{{nam}}" has `question`.',
      '7:27 error unknown-variable: There is no variable `anser`. The case "{{nam}}" has `question`.',
    ],
  ],
  [
    'a variable that one case lacks',
    `${head}cases:
  - { name: a, vars: { q: hi }, expect: [{ exact: a }] }
  - { name: b, vars: { r: hi }, expect: [{ exact: "{{r}}" }] }
`,
    ['5:13 error missing-variable: The case "b" has no variable `q`, which `prompt` takes; it has `r`.'],
  ],
  [
    'a variable in a block text',
    `models: [openai/gpt-5-mini]
prompt: |
  First line
  then {{qq}}.
cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]
`,
    ['4:8 error unknown-variable: There is no variable `qq`. The cases give `q`.'],
  ],
  [
    'paths into variables',
    `models: [openai/gpt-5-mini]
prompt: "{{q.text}} {{q.other}}"
cases: [{ vars: { q: { text: hi } }, expect: [{ exact: a }] }]
`,
    ['3:9 error missing-variable: The case "case 1" has no variable `q.other`, which `prompt` takes; it has `q`.'],
  ],
  [
    'a variable that nothing takes',
    `${head}cases:
  - { vars: { q: hi, r: 1 }, expect: [{ exact: a }] }
  - { vars: { q: hi, r: 2 }, expect: [{ exact: a }] }
`,
    ['4:22 warning unused-variable: No prompt and no expectation takes the variable `r`.'],
  ],
  [
    'variables of datasets are not known yet',
    `${head}cases:
  - { dataset: a.csv, expect: [{ exact: "{{x}}" }] }
`,
    [],
  ],
  [
    'a variable without a value',
    `${head}cases: [{ vars: { q: }, expect: [{ exact: a }] }]
`,
    ['3:19 error no-value: `q` has no value: give it one, or remove the key.'],
  ],
  [
    'patterns and numbers',
    `${head}cases:
  - vars: { q: hi, n: many }
    expect:
      - regex: "(?=look)"
      - regex: "[a-"
      - number: "{{n}}"
      - number: twelve
`,
    [
      '6:16 error bad-expectation: "(?=look)" is not a regular expression of RE2 (no look-around, no back-references): invalid or unsupported Perl syntax: `(?=`.',
      '7:16 error bad-expectation: "[a-" is not a regular expression of RE2 (no look-around, no back-references): missing closing ]: `[a-`.',
      '8:17 error bad-expectation: `number` needs a number, not "many".',
      '9:17 error bad-expectation: `number` needs a number, not "twelve".',
    ],
  ],
  [
    'a fault of a shared expectation is told once',
    `${head}expect: [{ regex: "(" }]
cases: [{ vars: { q: a } }, { vars: { q: b } }]
`,
    [
      '3:19 error bad-expectation: "(" is not a regular expression of RE2 (no look-around, no back-references): missing closing ): `(`.',
    ],
  ],
];

for (const [name, text, problems] of suites) {
  test(name, () => assert.deepEqual(told(checkSuite(text, options).problems), problems));
}
