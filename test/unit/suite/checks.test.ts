import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSuite } from '../../../src/core/suite/checkSuite.ts';
import { head, options, told } from './helpers.ts';

/** Names that must exist, differ or belong together; endpoints and prices. Each suite, and all that is said of it. */
const suites: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'models',
    `models: [opnai/gpt-5-mini, acme/x, gpt-5-mini, some model, openai/gpt-5-mni, openai/gpt-5.1, anthropic/claude-haiku-4.5]
prompt: hi
cases: [{ expect: [{ exact: a }] }]
`,
    [
      '1:10 error unknown-provider: There is no provider `opnai`. Did you mean `openai`? → openai/gpt-5-mini',
      '1:28 error unknown-provider: There is no provider `acme`. Give it under `endpoints`, or use one of `openai`, `anthropic`, `google` and `demo`.',
      '1:36 error model-form: Write the model "gpt-5-mini" as `provider/model`, for example `openai/gpt-5-mini`. → openai/gpt-5-mini',
      '1:48 error model-form: Write the model "some model" as `provider/model`, for example `anthropic/claude-haiku-4-5`.',
      '1:60 warning unknown-model: `openai/gpt-5-mni` is not a model known here. Did you mean `openai/gpt-5-mini`? → openai/gpt-5-mini',
      '1:94 warning unknown-model: `anthropic/claude-haiku-4.5` is not a model known here. Did you mean `anthropic/claude-haiku-4-5`? → anthropic/claude-haiku-4-5',
    ],
  ],
  [
    'models of a provider that has no others',
    `models: [demo/atlas-larg, demo/something-else, demo/atlas-large]
prompt: hi
cases: [{ expect: [{ exact: a }] }]
`,
    [
      '1:10 error unknown-model: There is no model `demo/atlas-larg`. Did you mean `demo/atlas-large`? → demo/atlas-large',
      '1:27 error unknown-model: There is no model `demo/something-else`. Use one of `demo/atlas-large` and `demo/atlas-mini`.',
    ],
  ],
  [
    'a model twice',
    `models:
  - openai/gpt-5-mini
  - { model: openai/gpt-5-mini }
  - { model: openai/gpt-5, label: big }
  - { model: openai/gpt-5, label: big }
prompt: hi
cases: [{ expect: [{ exact: a }] }]
`,
    [
      '3:14 error duplicate-model: Two models are called "openai/gpt-5-mini": give this one a `label` of its own.',
      '5:35 error duplicate-model: Two models are called "big": give this one a `label` of its own.',
    ],
  ],
  [
    'braces that nothing closes',
    `models: [openai/gpt-5-mini]
system: "Answer {{{q}}}, \\\\{{q and {}."
prompts: ["Is {{q}?", { template: "{{q}} {{q", system: "{{q}}" }]
cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]
`,
    [
      '3:11 warning open-braces: A `{{` here is not closed by `}}`: it is sent as it stands. If that is meant, put a backslash before it: \\{{.',
      '3:35 warning open-braces: A `{{` here is not closed by `}}`: it is sent as it stands. If that is meant, put a backslash before it: \\{{.',
    ],
  ],
  [
    'cases that expect nothing',
    `${head}cases:
  - { vars: { q: a }, expect: [{ exact: a }] }
  - { vars: { q: b } }
`,
    ['5:5 warning no-expectation: This case expects nothing: it will not count in the quality.'],
  ],
  [
    'a suite that expects nothing',
    `${head}cases: [{ vars: { q: a } }, { vars: { q: b } }]
`,
    ['3:1 warning no-expectation: No case expects anything: the run will measure speed and cost, not quality.'],
  ],
  ['a speed suite that expects nothing', `${head}timing: { outputTokens: 200 }\ncases: [{ vars: { q: a } }]\n`, []],
  [
    'cases of one name',
    `${head}cases:
  - { name: a, vars: { q: a }, expect: [{ exact: a }] }
  - { name: a, vars: { q: b }, expect: [{ exact: a }] }
`,
    ['5:13 warning duplicate-case: Another case is called "a": this one will be "a (2)". → a (2)'],
  ],
  [
    'prompts of one name',
    `models: [openai/gpt-5-mini]
prompts: [{ id: a, template: x }, { id: a, template: y }]
cases: [{ expect: [{ exact: a }] }]
`,
    ['2:41 error duplicate-prompt: Two prompts are called "a": give this one an `id` of its own.'],
  ],
  [
    'endpoints',
    `${head}cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]
endpoints:
  a/b: { api: anthropic, baseUrl: "https://a.example" }
  c: { api: openai, baseUrl: "https://a.example", keyEnv: sk-live-123 }
  d: { baseUrl: "https://a.example" }
`,
    [
      '5:3 error bad-key: The id of an endpoint has letters, digits, `.`, `_` and `-` only.',
      '6:13 error wrong-type: `api` must be `openai-chat`, `openai-responses`, `anthropic` or `gemini`, not "openai".',
      '6:59 error invalid: `keyEnv` is the name of an environment variable, never the key itself.',
      '7:3 error missing-key: An endpoint needs `api`.',
    ],
  ],
  [
    'URLs of endpoints',
    `${head}cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]
endpoints:
  a: { api: anthropic, baseUrl: "a.example" }
  b: { api: anthropic, baseUrl: "ftp://a.example" }
  c: { api: anthropic, baseUrl: "https://{{host}}.example" }
  d: { api: anthropic, baseUrl: "https://me:secret@a.example" }
  e: { api: anthropic, baseUrl: "https://a.example?key=1" }
  f: { api: anthropic, baseUrl: "http://a.example:8080/v1" }
  g: { api: anthropic, baseUrl: "http://127.0.0.1:1/v1" }
  h: { api: anthropic, baseUrl: "http://[::1]:1/v1" }
  openai: { api: openai-chat, baseUrl: "http://localhost/v1" }
`,
    [
      '5:33 error bad-url: `baseUrl` must be a plain http or https URL, for example `http://localhost:11434/v1`.',
      '6:33 error bad-url: `baseUrl` must be a plain http or https URL, for example `http://localhost:11434/v1`.',
      '7:33 error bad-url: `baseUrl` must be a plain http or https URL, for example `http://localhost:11434/v1`.',
      '8:33 error key-in-suite: Keys do not belong in suite files: remove the user and password from `baseUrl`.',
      '9:33 error bad-url: `baseUrl` must end with its path: remove what follows `?` or `#`.',
      '10:33 warning insecure-url: Prompts and keys travel to a.example:8080 unencrypted: use https where the server has it.',
      '13:3 warning shadowed-provider: `openai` is also a built-in provider: the models `openai/…` of this suite go to this server instead.',
    ],
  ],
  [
    'headers of endpoints',
    `${head}cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]
endpoints:
  a:
    api: anthropic
    baseUrl: "https://a.example"
    headers:
      Authorization: Bearer secret
      X-API-Key: secret
      X-Team-Name: bearer secret
      "bad name": x
      X-Line: "a\\nb"
      X-Team: search
`,
    [
      '9:7 error key-in-suite: Keys do not belong in suite files: remove `Authorization`, name the variable that holds the key in `keyEnv`, or set it in the editor.',
      '10:7 error key-in-suite: Keys do not belong in suite files: remove `X-API-Key`, name the variable that holds the key in `keyEnv`, or set it in the editor.',
      '11:20 error key-in-suite: Keys do not belong in suite files: the value of `X-Team-Name` looks like one.',
      '12:7 error bad-header: `bad name` is not a header that can be sent.',
      '13:7 error bad-header: `X-Line` is not a header that can be sent.',
    ],
  ],
  [
    'prices',
    `${head}cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]
prices:
  openai/gpt-5-mni: { input: 1, output: 2 }
  acme/model: { input: -1, output: 2 }
  openai/gpt-5-mini: { input: 1 }
`,
    ['6:24 error out-of-range: `input` must be at least 0, not -1.', '7:3 error missing-key: A price needs `output`.'],
  ],
  [
    'a price of no model',
    `${head}cases: [{ vars: { q: hi }, expect: [{ exact: a }] }]
prices:
  openai/gpt-5-mni: { input: 1, output: 2 }
  acme/model: { input: 1, output: 2 }
`,
    [
      '5:3 warning unused-price: No model of this suite is `openai/gpt-5-mni`. Did you mean `openai/gpt-5-mini`? → openai/gpt-5-mini',
      '6:3 warning unused-price: No model of this suite is `acme/model`. Add the model to `models`, or remove the price.',
    ],
  ],
];

for (const [name, text, problems] of suites) {
  test(name, () => assert.deepEqual(told(checkSuite(text, options).problems), problems));
}
