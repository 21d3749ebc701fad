import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UserProviders } from '../../../src/core/ports.ts';
import { brands } from '../../../src/core/providers/brands.ts';
import { checkSuite } from '../../../src/core/suite/checkSuite.ts';
import { suiteOptions, suiteOptionsFor } from '../../../src/core/suiteOptions.ts';
import { told } from './helpers.ts';

const suiteOn = (models: string, more = '') => `models: [${models}]
prompt: hi
cases: [{ expect: [{ exact: a }] }]
${more}`;

const tellings = (models: string, options = suiteOptions, more = '') => told(checkSuite(suiteOn(models, more), options).problems);

const inEurope: UserProviders = {
  providers: { bedrock: { variables: { region: 'eu-west-1' }, baseUrl: null, limits: {} } },
  endpoints: [{ id: 'lab', api: 'openai-chat', baseUrl: 'https://lab.example/v1' }],
};

test('a Bedrock id that would not be taken is an error at its place, with the right one as the fix', () => {
  const id = 'bedrock/anthropic.claude-haiku-4-5-20251001-v1:0';
  const why = 'this model is reached through an inference profile, whose id begins with a region prefix';
  const right = (prefix: string) => `${prefix}.anthropic.claude-haiku-4-5-20251001-v1:0`;
  const expected = (prefix: string) =>
    `1:10 error wrong-model: Bedrock does not know "${id.slice(8)}": ${why}. Use "${right(prefix)}". → bedrock/${right(prefix)}`;
  assert.deepEqual(tellings(id), [expected('us')]);
  assert.deepEqual(tellings(id, suiteOptionsFor(inEurope)), [expected('eu')]);
  assert.deepEqual(tellings(`bedrock/${right('us')}`), []);
});

test('the fix stands at the model of an entry that has more to say', () => {
  const [telling] = tellings('{ model: vertex/gemini-3.5-flash, label: Gemini }');
  assert.match(telling ?? '', /^1:19 error wrong-model: .* → vertex\/google\/gemini-3\.5-flash$/);
});

test('a model that gives no answers is a warning', () => {
  const [telling, ...more] = tellings('openai/text-embedding-3-small');
  assert.match(
    telling ?? '',
    /^1:10 warning unsuitable-model: `openai\/text-embedding-3-small` is not a model to ask questions of\. \w/,
  );
  assert.deepEqual(more, []);
});

test("what a suite's own server or the user's serves is its own business", () => {
  const endpoints = 'endpoints: { bedrock: { api: openai-chat, baseUrl: "http://localhost:1/v1" } }\n';
  const [shadow, ...more] = tellings('bedrock/anthropic.claude-haiku-4-5-20251001-v1:0', suiteOptions, endpoints);
  assert.match(shadow ?? '', /shadowed-provider/);
  assert.deepEqual(more, []);
  assert.deepEqual(tellings('lab/text-embedding-3-small', suiteOptionsFor(inEurope)), []);
  assert.match(tellings('lab/x')[0] ?? '', /unknown-provider/);
});

test('nothing is said against the default model of any provider', () => {
  for (const { id, defaultModel } of brands) assert.deepEqual(tellings(`${id}/${defaultModel}`), [], id);
});
